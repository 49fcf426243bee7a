# One image for every role: docker build -t trich-dan . There is no build step: Node runs the TypeScript as it is.
# About 330 MB unpacked, 110 MB to pull, most of it Node itself.

# The version that package.json pins for development; test/ops/container.test.ts holds the two together.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No script of a package runs here: the only one that has any is `node`, which is for development. Types and source maps
# are a quarter of what is left, and nothing reads them.
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM node:${NODE_VERSION}-slim
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY retrieval ./retrieval
COPY prompts ./prompts
COPY bot ./bot
COPY server ./server
COPY samples ./samples
RUN mkdir /data && chown node:node /data

# The program may write to /data only: the embedded database. With DATABASE_URL it writes nothing at all, so that the
# root file system can be read-only in any case. HOST needs SECRET_KEY; the program says what is missing.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data OPS_HOST=127.0.0.1 OPS_PORT=9464
VOLUME /data
EXPOSE 3000
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.OPS_PORT || process.env.PORT) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "server/main.ts"]
