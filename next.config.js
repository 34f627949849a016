// @ts-check
/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  serverExternalPackages: ['pg', 'ioredis', 'bullmq', 'pino', 'prom-client', 'quickjs-emscripten', '@prisma/client', '@prisma/adapter-pg', 'esbuild'],
  // `npm run check` tells types, over all files at once.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
};

export default config;
