import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { newFolder, startProcess } from './processes.mjs';
import { RtpEar } from './rtp.mjs';

/** The capture file (pcap, of the machine's byte order): a header, then packets with a header each. */
const fileHeaderBytes = 24;
const packetHeaderBytes = 16;
const lengthOffset = 8;
/** Ethernet, which the loopback device feigns; UDP. */
const linkHeaderBytes = 14;
const udpHeaderBytes = 8;

/** The UDP payload of a frame with IPv4. */
function payloadOf(frame) {
  const ipBytes = 4 * (frame[linkHeaderBytes] & 0x0f);
  return frame.subarray(linkHeaderBytes + ipBytes + udpHeaderBytes);
}

/** Follows a file that grows, and gives every whole packet in it to `onFrame`. Returns a function that reads on. */
function follow(file, onFrame) {
  let position = fileHeaderBytes;
  let reading = Promise.resolve();
  const readOn = async () => {
    const handle = await open(file);
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.max(0, size - position));
    await handle.read(bytes, 0, bytes.length, position);
    await handle.close();
    let at = 0;
    while (bytes.length - at >= packetHeaderBytes) {
      const end = at + packetHeaderBytes + bytes.readUInt32LE(at + lengthOffset);
      if (end > bytes.length) break;
      onFrame(bytes.subarray(at + packetHeaderBytes, end));
      at = end;
    }
    position += at;
  };
  return () => (reading = reading.then(readOn));
}

/** Listens, by tcpdump, to the RTP that others send to a range of even ports: `'48000-48098'`. */
export async function tapRtp(ports, { device = 'lo', netns } = {}) {
  const file = join(newFolder('tcpdump'), 'rtp.pcap');
  const process = await startProcess({
    name: 'tcpdump',
    file: 'tcpdump',
    netns,
    args: [
      ...['-i', device, '-n', '-U', '--immediate-mode', '-Z', 'root', '-w', file],
      ...['ip and udp dst portrange', ports, 'and udp[2:2] & 1 = 0'],
    ],
    ready: /listening on/,
  });
  const ear = new RtpEar();
  const readOn = follow(file, (frame) => ear.take(payloadOf(frame)));
  const timer = setInterval(readOn, 50);
  return {
    ear,
    async close() {
      clearInterval(timer);
      await readOn();
      await process.stop();
    },
  };
}
