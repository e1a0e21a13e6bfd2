FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json ./
COPY src ./src
# What runs is the bot and its tools: no sandbox, no source maps, no development dependencies.
RUN npx tsc && npx vite build --config src/vite.config.ts --logLevel warn && rm -rf dist/sandbox dist/.tsbuildinfo && find dist -name '*.map' -delete && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 HEALTH_HOST=0.0.0.0
WORKDIR /app
RUN mkdir -m 700 /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# By its number, so that Kubernetes can see that it is not root. Nothing is written but below /data: run it with a read-only root.
USER 1000:1000
VOLUME /data
EXPOSE 3000 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "const port = process.env.HEALTH_PORT || 8080; if (port !== 'off') fetch(`http://127.0.0.1:${port}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/bot/main.js"]
