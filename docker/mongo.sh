#!/bin/bash
# Members of a replica set know one another by a key file, which must be private to mongod's own user.
set -eu
umask 077
printf '%s' "$MONGO_KEY" >/tmp/key
chown mongodb:mongodb /tmp/key
exec docker-entrypoint.sh mongod --replSet rs0 --keyFile /tmp/key --bind_ip_all
