FROM ecou-local/debian
RUN useradd --system --uid 1000 kafka && mkdir -p /var/lib/kafka/data && chown -R kafka /var/lib/kafka
COPY kafka /opt/kafka/libs
COPY log4j2.properties /opt/kafka/log4j2.properties
COPY kafka.entrypoint.sh /entrypoint.sh
USER kafka
VOLUME /var/lib/kafka/data
EXPOSE 9092
ENTRYPOINT ["/bin/sh", "/entrypoint.sh"]
