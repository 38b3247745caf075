/**
 * The codecs of a connection's audio line: those that are named first and in their order, the others behind them as the
 * browser has them, so that there is always one in common. Names as in SDP (`opus`, `PCMA`, `G722`), in any case.
 */
export function preferCodecs(transceiver: RTCRtpTransceiver, names: readonly string[] = []): void {
  const known = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
  const wanted = names.map((name) => `audio/${name}`.toLowerCase());
  const rank = ({ mimeType }: { readonly mimeType: string }): number => {
    const index = wanted.indexOf(mimeType.toLowerCase());
    return index < 0 ? wanted.length : index;
  };
  if (!known.some((codec) => rank(codec) < wanted.length)) return;
  try {
    transceiver.setCodecPreferences([...known].sort((a, b) => rank(a) - rank(b)));
  } catch {
    // Its order is as good as any: a call is worth more than a preference.
  }
}
