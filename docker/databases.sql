CREATE DATABASE ecou_identity;
CREATE DATABASE ecou_events;
CREATE DATABASE ecou_feedback;
CREATE DATABASE ecou_facilities;
CREATE DATABASE ecou_notifications;
CREATE DATABASE ecou_integrations;
CREATE DATABASE ecou_analytics;
