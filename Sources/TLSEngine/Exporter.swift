import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

extension Connection {
  /// Keying material for another protocol that runs beside this connection: SRTP keys by DTLS-SRTP
  /// are made so (RFC 5705, RFC 8446 §7.5).
  ///
  /// - Parameters:
  ///   - label: what it is for, as IANA registered it.
  ///   - context: bytes that both sides know; nil and empty differ before TLS 1.3.
  /// - Returns: nil before the handshake is complete, for absurd lengths, and before TLS 1.3 for a
  ///   label of the handshake's own.
  public func exportKeyingMaterial(
    label: String, context: [UInt8]?, count: Int
  ) -> [UInt8]? {
    guard isEstablished, (0...1 << 14).contains(count), (context?.count ?? 0) <= 0xffff else {
      return nil
    }
    return facts.version == .tls13
      ? export13(label, context ?? [], count) : export12(label, context, count)
  }

  /// A secret for this label, and from it the value for this context (RFC 8446 §7.5).
  private func export13(_ label: String, _ context: [UInt8], _ count: Int) -> [UInt8]? {
    guard let hash = facts.schedule13?.suite.hash,
      let algorithm = HashAlgorithm(rawValue: hash.rawValue),
      let secret = memory[.exporterMasterSecret], let nothing = try? algorithm.digest([]),
      let hashed = try? algorithm.digest(context)
    else { return nil }
    var evaluator = Evaluator(["secret": secret, "nothing": nothing, "context": hashed])
    let derived = try? evaluator.value(
      of: .expandLabel(
        hash: hash.rawValue, secret: "secret", label: label, context: "nothing",
        count: hash.length))
    evaluator.values["derived"] = derived
    return try? evaluator.value(
      of: .expandLabel(
        hash: hash.rawValue, secret: "derived", label: "exporter", context: "context",
        count: count))
  }

  /// What the PRF is used for in the handshake: other labels "MUST NOT" be these (RFC 5705 §4).
  private static let reservedLabels = [
    "client finished", "server finished", "master secret", "extended master secret",
    "key expansion",
  ]

  /// The PRF over both randoms and, if there is one, the context with its length (RFC 5705 §4).
  private func export12(_ label: String, _ context: [UInt8]?, _ count: Int) -> [UInt8]? {
    guard let hash = facts.schedule12?.hash, !Self.reservedLabels.contains(label) else {
      return nil
    }
    var evaluator = Evaluator(memory)
    var seeds: [ValueName] = [.clientRandom, .serverRandom]
    if let context {
      evaluator.values["context"] =
        [UInt8(context.count >> 8), UInt8(context.count & 0xff)] + context
      seeds.append("context")
    }
    return try? evaluator.value(
      of: .pseudorandomFunction(
        hash: hash, secret: .masterSecret, label: label, seeds: seeds, count: count))
  }
}
