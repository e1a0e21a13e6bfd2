// Public halves of keys that were made for these tests; the private ones were thrown away.

/** 2048 bits. */
export const RSA =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCQbivDI7Epf1Dt73eP9JtSU1YH9E0JugMDWar07ohYoRwJgRpo7uJLu2RXRG7x1K1ZeBqTdG' +
  'yl5QZCH7s9khPi4oKkHGgq204E4OEY4tG2unv1pVeQ+jTxwk0dmuuICv6m2rSnE4V8CspClcsfHbLTuq5+Twi/O0UnV+2o4jqnwJO2r0T3sYRS' +
  '4Pf0Br074iNRzhZN+73TNV0PxG2mw2oRhwdv4S9gv8bZnoJ6sQecT/564nqjUmgbvEJv1YFOz3T/0w0o9DaKI5EY7j4bP9HIRG9gTxD573bX+m' +
  'DADlElXC0vOo/+W1RVXNhZncHXJeYDq+cmz8vJhMSNOpx/epTd lena@laptop';

/** 1024 bits. */
export const SHORT_RSA =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDDiQ90PQ5kP6y0qMpWJbjV45JXxs1obL3gweO/gr6gnyE/v2lIqAq4QrL9GuIfsdDikb8re8' +
  'RnH9BxzeYeNViV4+qs1MklYxXLOqrdV8qABthR1CLQ5OZDkPwt/tW4kZ3ulvSWTOUVuRxqXnddZQFdECTty+qtW+H6yZV3vq84MQ== lena@la' +
  'ptop';

/** NIST P-256. */
export const ECDSA =
  'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBKgY15D3GrmLx8RQOnmAJ7l5j+m94AThkYbEKN' +
  'qLZdiDTMbRQCQGt5qdEfJ4q58ieguVl/DU/7tEbu4DlNEgpx8= lena@laptop';

/** DSA. */
export const DSA =
  'ssh-dss AAAAB3NzaC1kc3MAAACBAN/7vMYAkUwz4d/wS01xvByzIjsM7iOWaIEF+XFuQc6nSUqilBXRW/Iqw+sr64JhrTS5EOGVc5umZZ4HtV' +
  'oxknqJshfeCbUwQzzkjObgG2JbTLhJXHhCuJ65SkX3rrtHQ/PJzAVmNsSpiN62UjJ53jfriYSWKMRQ1XhIL9tRryB9AAAAFQDl1WA72hZtindv' +
  'FzUJSyD5zrZvZwAAAIEAufk/sbQE2rp/zKsQmcKPyP1kkyUYqwrqLwgT9o6vwSvK4+O5H3QIqThRQ4gzjY+0A370iaEjwVlcN39N0y51vPaAsq' +
  'pcUwJ915porDcCTLdposMyhcRoviYgAqy9qUchOcxzuNzJEV4WPimXPKB1xSR8S4T5OkANYEZPDwdMnNQAAACAT5aKlLveoI5EmCL52sfvz23F' +
  '3gnBzmX2ZI1sVPHWWEAvZd9915IXdeOsMLH9dhJIq1sdMg1iRdXT3LeHYXN4aDa5fObDFLWmzeR6SMi5jOKEaKBSK1qdClYFwINCOIkbUHF1tU' +
  'q6emSUztOqBEceUtRgQQQY0njSh4Hu0vZzXk0= lena@laptop';

/** The cloud does not take it. */
export const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINtteCuGzi1wD3VhkgeTycH0riy+xvlAVVYzSDa1KC8B lena@laptop';

/** An RSA key of 4,096 bits with this written in its body, from a multiple of four letters on, and this as its end. */
export function rsaWith(inside: string, end: string): string {
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
  const modulus = Buffer.concat([Buffer.from([0, 0xff]), Buffer.alloc(511, 0x55)]);
  const blob = Buffer.concat([field(Buffer.from('ssh-rsa')), field(Buffer.from([1, 0, 1])), field(modulus)]);
  Buffer.from(inside, 'base64').copy(blob, 30);
  const tail = Buffer.from(end, 'base64');
  tail.copy(blob, blob.length - tail.length);
  return `ssh-rsa ${blob.toString('base64')} lena@laptop`;
}
