import CryptoPrimitives
public import Knowledge
import TLSKeys
import TLSWire

/// Keying material for another protocol that runs beside a connection: SRTP keys by DTLS-SRTP are
/// made so (RFC 5705, RFC 8446 §7.5).
public struct Export: Hashable, Sendable {
  /// How it was made; the last is the material.
  public fileprivate(set) var derivations: [Derivation] = []
  /// The values that went in, and those of the derivations.
  public fileprivate(set) var values: KnownValues

  /// The material itself, which the last derivation gave.
  public private(set) var value: [UInt8] = []

  fileprivate init(values: KnownValues) { self.values = values }

  fileprivate mutating func derive(_ rule: Rule) throws(Evaluator.Failure) {
    value = try Evaluator(values).value(of: rule.formula)
    values[rule.output] = value
    derivations.append(Derivation(rule: rule, value: value))
  }
}

/// Why a connection gives no keying material.
public enum ExportRefusal: Hashable, Sendable {
  case notEstablished
  /// More bytes than there are to be had.
  case length(most: Int)
  /// More bytes than the label's field holds.
  case labelLength(most: Int)
  /// A label of the handshake's own (RFC 5705 §4).
  case reservedLabel
  /// More bytes than the context's length can say.
  case contextLength(most: Int)
}

extension ValueName {
  fileprivate static let exporterContext: ValueName = "exporter_context"
  fileprivate static let exporterContextHash: ValueName = "exporter_context_hash"
  fileprivate static let exporterSecret: ValueName = "exporter_secret"
  fileprivate static let exported: ValueName = "exported"
}

extension Connection {
  /// Makes keying material for another protocol.
  ///
  /// - Parameters:
  ///   - label: what it is for, as IANA registered it.
  ///   - context: bytes that both sides know; nil and empty differ before TLS 1.3.
  /// - Returns: nil where ``exportRefusal(label:context:count:)`` says why.
  public func export(label: String, context: [UInt8]?, count: Int) -> Export? {
    guard exportRefusal(label: label, context: context, count: count) == nil else { return nil }
    return facts.version == .tls13
      ? try? export13(label, context ?? [], count) : try? export12(label, context, count)
  }

  /// Why no keying material can be made; nil where it can.
  public func exportRefusal(label: String, context: [UInt8]?, count: Int) -> ExportRefusal? {
    guard isEstablished else { return .notEstablished }
    guard (0...longestExport).contains(count) else { return .length(most: longestExport) }
    if facts.version == .tls13 {
      // "tls13 " stands before it in a field of at most 255 bytes (RFC 9846 §7.1).
      guard label.utf8.count <= 249 else { return .labelLength(most: 249) }
    } else if Self.reservedLabels.contains(label) {
      return .reservedLabel
    }
    return (context?.count ?? 0) <= 0xffff ? nil : .contextLength(most: 0xffff)
  }

  /// HKDF-Expand gives at most 255 blocks of the hash's length (RFC 5869 §2.3). The PRF of TLS 1.2 knows no
  /// end; here it is 16384 bytes.
  private var longestExport: Int {
    facts.schedule13.map { 255 * $0.suite.hash.length } ?? 1 << 14
  }

  /// The same without how it came about.
  public func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) -> [UInt8]? {
    export(label: label, context: context, count: count)?.value
  }

  /// A secret for this label, and from it the value for this context (RFC 8446 §7.5).
  private func export13(
    _ label: String, _ context: [UInt8], _ count: Int
  ) throws(Evaluator.Failure) -> Export {
    guard let hash = facts.schedule13?.suite.hash, let secret = memory[.exporterMasterSecret] else {
      throw .missing(.exporterMasterSecret)
    }
    let source = RFCSection(9846, "7.5")
    var export = Export(values: [
      .exporterMasterSecret: secret, .noMessages: [], .exporterContext: context,
    ])
    try export.derive(Rule(.noMessagesHash, .hash(hash.rawValue, of: .noMessages), source))
    try export.derive(
      Rule(
        .exporterSecret,
        .expandLabel(
          hash: hash.rawValue, secret: .exporterMasterSecret, label: label,
          context: .noMessagesHash, count: hash.length), source))
    try export.derive(
      Rule(.exporterContextHash, .hash(hash.rawValue, of: .exporterContext), source))
    try export.derive(
      Rule(
        .exported,
        .expandLabel(
          hash: hash.rawValue, secret: .exporterSecret, label: "exporter",
          context: .exporterContextHash, count: count), source))
    return export
  }

  /// What the PRF is used for in the handshake: other labels "MUST NOT" be these (RFC 5705 §4).
  private static let reservedLabels = [
    "client finished", "server finished", "master secret", "extended master secret",
    "key expansion",
  ]

  /// The PRF over both randoms and, if there is one, the context with its length (RFC 5705 §4).
  private func export12(
    _ label: String, _ context: [UInt8]?, _ count: Int
  ) throws(Evaluator.Failure) -> Export {
    guard let hash = facts.schedule12?.hash, !Self.reservedLabels.contains(label) else {
      throw .missing(.masterSecret)
    }
    var seeds: [ValueName] = [.clientRandom, .serverRandom]
    var export = Export(values: [:])
    for name in seeds + [.masterSecret] { export.values[name] = memory[name] }
    if let context {
      export.values[.exporterContext] =
        [UInt8(context.count >> 8), UInt8(context.count & 0xff)] + context
      seeds.append(.exporterContext)
    }
    try export.derive(
      Rule(
        .exported,
        .pseudorandomFunction(
          hash: hash, secret: .masterSecret, label: label, seeds: seeds, count: count),
        RFCSection(5705, "4")))
    return export
  }
}
