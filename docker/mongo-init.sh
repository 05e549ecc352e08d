#!/bin/bash
# Makes the replica set on the first start; finds it there on every later one.
set -eu
uri="mongodb://hub:$MONGO_PASSWORD@mongo:27017/admin?directConnection=true"
# On its very first start mongod is ready once for its own set-up, on localhost only, and then again for everybody.
until mongosh --quiet "$uri" --eval 'db.adminCommand("ping")' >/dev/null 2>&1; do sleep 1; done
mongosh --quiet "$uri" --eval '
  try { rs.status() } catch (error) {
    if (error.codeName !== "NotYetInitialized") throw error;
    rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongo:27017" }] });
  }
  while (!db.hello().isWritablePrimary) sleep(200);
'
