import java.util.LinkedHashMap;
import java.util.UUID;
import ro.ecou.client.ApiClient;
import ro.ecou.client.api.*;
import ro.ecou.client.model.*;

/** A program over the client of openapi-generator. It stands beside what that generates when it is compiled. */
class Calls {
  public static void main(String[] args) throws Exception {
    var client = new ApiClient();
    client.updateBaseUri(args[0]);
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + args[1]));
    var id = UUID.fromString(args[2]);
    var json = ApiClient.createDefaultObjectMapper();
    var events = new CivicEventsApi(client);
    var petitions = new PetitionsApi(client);

    var live = new OperationApi(client).healthProcessLive();
    var sessions = events.eventsCivicEventFind(
        CivicEventsApi.APIEventsCivicEventFindRequest.newBuilder().series("consultation-sessions").build());
    var one = events.eventsCivicEventGet(CivicEventsApi.APIEventsCivicEventGetRequest.newBuilder().id(id).build());
    var attendance = new AttendanceApi(client)
        .eventsAttendanceGet(AttendanceApi.APIEventsAttendanceGetRequest.newBuilder().id(id).build());
    var plan = json.readValue("""
        { "kind": "debate", "title": { "ro": "Dezbatere sintetică" },
          "startsAt": "2031-04-10T09:30:00+03:00", "endsAt": "2031-04-10T16:00:00+03:00" }""", PlanCivicEvent.class);
    var planned = events.eventsCivicEventPlan(
        CivicEventsApi.APIEventsCivicEventPlanRequest.newBuilder().planCivicEvent(plan).build());
    var published = events.eventsCivicEventPublish(
        CivicEventsApi.APIEventsCivicEventPublishRequest.newBuilder().id(UUID.fromString(planned.getId())).build());
    var form = json.readValue("""
        { "kind": "complaint", "category": "street-lighting", "text": "O lampă sintetică este stinsă.",
          "petitioner": { "name": "Ana Exemplu", "channel": "email", "contact": "ana@example.ro" } }""",
        RegisterPetition.class);
    var receipt = petitions.feedbackPetitionRegister(
        PetitionsApi.APIFeedbackPetitionRegisterRequest.newBuilder().registerPetition(form).build());
    var petition = petitions.feedbackPetitionGet(
        PetitionsApi.APIFeedbackPetitionGetRequest.newBuilder().id(receipt.getId()).build());
    var facilities = new FacilitiesApi(client).facilitiesFacilityFind(
        FacilitiesApi.APIFacilitiesFacilityFindRequest.newBuilder().near("26.11,44.39").limit(3).build());
    var consent = new SubscriptionsApi(client).notificationsSubscriberConsent();

    var told = new LinkedHashMap<String, Object>();
    told.put("live", live.getLive());
    told.put("sessions", sessions.getItems().size());
    told.put("kind", one.getKind());
    told.put("difference", attendance.getDifference());
    told.put("planned", planned.getVersion());
    told.put("published", published.getVersion());
    told.put("numbered", receipt.getNumber().matches("\\d{4}-\\d{6}"));
    told.put("petition", petition.getStatus());
    told.put("facilities", facilities.getItems().size());
    told.put("consent", consent.getVersion());
    System.out.println(json.writeValueAsString(told));
  }
}
