import Bytes
import CryptoPrimitives

extension SRTPKeyDerivation {
  /// What was reckoned for one packet of SRTP, so that a reader can do it again: the counter block or the
  /// nonce, the key stream, the tag.
  ///
  /// - Parameters:
  ///   - packet: protected, without an identifier of the master key in it.
  ///   - rollover: how often the sequence number began anew (ROC).
  public func packetDerivations(
    _ packet: [UInt8], rollover: UInt32
  ) throws(MediaError) -> [MediaDerivation] {
    let header: RTPHeader
    do throws(RTPError) {
      header = try RTPHeader(parsing: packet)
    } catch {
      throw .packet(error)
    }
    let index = PacketIndex.index(rollover, header.sequence)
    let keys = try SRTPSessionKeys(master, control: false, index: index)
    let inputs = [
      MediaDerivation.Input("k_s", keys.salt), .init("SSRC", header.source.networkBytes),
      .init("i", index.networkBytes.suffix(6)),
    ]
    switch master.transform.method {
    case .counter(let mode, let count):
      return try [
        MediaDerivation(
          "IV", formula: "(k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16)", inputs: inputs,
          output: keys.counter(source: header.source, index: index), section: "RFC 3711 §4.1.1"),
        keyStream(packet, header, mode, keys, index),
        tag(packet, rollover, keys, count),
      ]
    case .aead:
      return [
        MediaDerivation(
          "IV", formula: "(0000 || SSRC || ROC || SEQ) XOR k_s", inputs: inputs,
          output: keys.nonce(source: header.source, index: index), section: "RFC 7714 §8.1")
      ]
    }
  }

  private func keyStream(
    _ packet: [UInt8], _ header: RTPHeader, _ mode: CounterMode, _ keys: SRTPSessionKeys,
    _ index: UInt64
  ) throws(MediaError) -> MediaDerivation {
    let count = max(0, packet.count - header.length - master.tagLength)
    let zeros = [UInt8](repeating: 0, count: count)
    let counter = keys.counter(source: header.source, index: index)
    return MediaDerivation(
      "key stream", formula: "\(mode.rawValue)(k_e, IV)",
      inputs: [.init("k_e", keys.encryption), .init("IV", counter)],
      output: try keys.transform(zeros[...], mode, source: header.source, index: index),
      section: "RFC 3711 §4.1.1",
      command: Self.command(mode, key: keys.encryption, counter: counter, count: count))
  }

  private func tag(
    _ packet: [UInt8], _ rollover: UInt32, _ keys: SRTPSessionKeys, _ count: Int
  ) throws(MediaError) -> MediaDerivation {
    let content = Array(packet.dropLast(count))
    return MediaDerivation(
      "authentication tag", formula: "HMAC-SHA1(k_a, M || ROC)[0..<\(count)]",
      inputs: [
        .init("k_a", keys.authentication), .init("M", content),
        .init("ROC", rollover.networkBytes),
      ], output: try keys.tag(of: content, rollover.networkBytes, count: count),
      section: "RFC 3711 §4.2",
      command: """
        printf %s \((content + rollover.networkBytes).hex) | xxd -r -p \
        | openssl mac -digest SHA1 -macopt hexkey:\(keys.authentication.hex) HMAC \
        | cut -c 1-\(2 * count)
        """)
  }
}
