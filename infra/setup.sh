#!/bin/sh
# Entry of the setup container: the database's tables, the course and the runner's role. Does nothing twice.
set -eu
cd /opt/lockstep/packages/db
node_modules/.bin/prisma migrate deploy
cd /opt/lockstep/tools/seed
node src/main.ts ${DEMO_ACCOUNTS:+--demo}
