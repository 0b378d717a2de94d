/** A receiver of traces on loopback, as a collector is one: it keeps the bytes that it is sent. */
import { createServer } from 'node:http';

export interface SpanReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** Everything so far. */
  bytes(): Buffer;
  close(): Promise<void>;
}

export async function openSpanReceiver(): Promise<SpanReceiver> {
  const received: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on('data', (piece: Buffer) => received.push(piece));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: () => Buffer.concat(received),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
