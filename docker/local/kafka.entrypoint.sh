set -euf
# KAFKA_LOG_DIRS=/x is log.dirs=/x.
properties=/tmp/server.properties
env | sed -n 's/^KAFKA_\([A-Z_]*\)=\(.*\)/\1=\2/p' | while IFS='=' read -r name value; do
  echo "$(echo "$name" | tr 'A-Z_' 'a-z.')=$value"
done >$properties
grep -q '^log.dirs=' $properties || echo 'log.dirs=/var/lib/kafka/data' >>$properties
java="java -cp /opt/kafka/libs/* -Dlog4j2.configurationFile=file:/opt/kafka/log4j2.properties"
dir=$(sed -n 's/^log.dirs=//p' $properties)
[ -f "$dir/meta.properties" ] ||
  $java kafka.tools.StorageTool format -t "${CLUSTER_ID:-4L6g3nShT-eMCtK--X86sw}" -c $properties
exec $java -Xmx512m -XX:+UseSerialGC kafka.Kafka $properties
