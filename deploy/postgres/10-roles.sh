#!/bin/sh
# Runs once, when the database is created: the application's role owns its database and is no
# superuser, as at any managed server; base backups come in over the network with a password.
set -eu
password=$(cat /run/secrets/velocity_password)

psql --set ON_ERROR_STOP=1 --username postgres --dbname velocity --set password="$password" <<'SQL'
CREATE ROLE velocity LOGIN PASSWORD :'password';
ALTER DATABASE velocity OWNER TO velocity;
ALTER SCHEMA public OWNER TO velocity;
SQL
echo "host replication postgres all scram-sha-256" >>"$PGDATA/pg_hba.conf"
