FROM ecou-local/debian
RUN useradd --system --uid 999 postgres && mkdir -p /var/lib/postgresql && chown postgres /var/lib/postgresql
COPY postgres /opt/postgres
# npm's PostgreSQL comes without its client programs.
RUN printf '#!/bin/bash\n: >/dev/tcp/127.0.0.1/5432\n' >/usr/local/bin/pg_isready && chmod +x /usr/local/bin/pg_isready
COPY postgres.entrypoint.sh /entrypoint.sh
ENV PATH=/opt/postgres/bin:$PATH PGDATA=/var/lib/postgresql/data
USER postgres
VOLUME /var/lib/postgresql
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["/bin/sh", "/entrypoint.sh"]
CMD ["postgres"]
