import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// How one side of a connection proves itself.
struct SideProof {
  let accounting: AccountMaker
  let side: Side
  private let effects: [Effect]
  /// What the other end made of it: the mind of a program outside can't be read.
  private let impressions: [Effect]?

  init(_ accounting: AccountMaker, _ side: Side) {
    self.accounting = accounting
    self.side = side
    effects = accounting.effects(of: side)
    impressions = accounting.isOutside(side) ? accounting.effects(of: side.other) : nil
  }

  var proof: HandshakeAccount.Proof {
    var proof = HandshakeAccount.Proof()
    (proof.means, proof.message) = means
    guard let message = accounting.messages.first(where: isOwnCertificate),
      let certificate = certificate(in: message)
    else { return proof }
    proof.subject = certificate.subject
    proof.issuer = certificate.issuer
    proof.serial = certificate.serial
    proof.key = certificate.publicKey.kind
    proof.certificateIsReadable = !accounting.isEncrypted(message)
    return proof
  }

  private var means: (HandshakeAccount.Proof.Means?, MessageKind?) {
    if accounting.session.isImported { return recorded }
    if let impressions { return shown(in: impressions) }
    for (place, effect) in effects.enumerated() {
      switch effect {
      case .signed(let signature): return (.signature(signature.scheme), sent(after: place))
      case .derived(let derivation):
        if case .rsaDecryption = derivation.rule.formula {
          return (.decryption, Self.lastReceived(effects[..<place]))
        }
      case .established: return fromSharedSecret
      default: continue
      }
    }
    return fromSharedSecret
  }

  /// A signature that fits, or a Finished that takes the decrypted pre-master secret.
  private func shown(in impressions: [Effect]) -> (HandshakeAccount.Proof.Means?, MessageKind?) {
    let decrypts = accounting.facts.parameters?.keyExchange == .rsa && !accounting.facts.isResumed
    var scheme: SignatureScheme?
    for (place, effect) in impressions.enumerated() {
      switch effect {
      case .decided(.signatureScheme(let chosen)): scheme = chosen
      case .verified(let check) where check.outcome == .passed:
        switch check.name {
        case .serverKeyExchangeSignature, .certificateVerifySignature:
          return (scheme.map { .signature($0) }, Self.lastReceived(impressions[..<place]))
        case .finished where decrypts && side == .server:
          return (.decryption, .handshake(.clientKeyExchange))
        default: continue
        }
      default: continue
      }
    }
    return fromSharedSecret
  }

  /// By the messages alone, where both ends are programs outside: what they carry, not whether it was right.
  private var recorded: (HandshakeAccount.Proof.Means?, MessageKind?) {
    for type in [HandshakeType.certificateVerify, .serverKeyExchange] {
      guard let handshake = own(type), let scheme = scheme(in: handshake) else { continue }
      return (.signature(scheme), .handshake(type))
    }
    // Only who decrypts the pre-master secret can make Finished (RFC 5246 §7.4.9).
    let decrypts = accounting.facts.parameters?.keyExchange == .rsa && !accounting.facts.isResumed
    if side == .server, decrypts, own(.finished) != nil {
      return (.decryption, .handshake(.clientKeyExchange))
    }
    return fromSharedSecret
  }

  /// The first message of a type that this side sent. Not inlined: the optimiser of Swift 6.3.1 stumbles over it.
  @inline(never)
  private func own(_ type: HandshakeType) -> HandshakeMessage? {
    let contents = accounting.messages.filter { $0.sender == side }.map(\.content)
    for case .handshake(let handshake) in contents where handshake.type == type {
      return handshake
    }
    return nil
  }

  /// How a message is signed; nil where nobody signs it.
  private func scheme(in handshake: HandshakeMessage) -> SignatureScheme? {
    let version = accounting.facts.version
    guard handshake.type == .serverKeyExchange else {
      return (try? handshake.read(CertificateVerify.self))?.signed.scheme
    }
    guard let exchange = accounting.facts.parameters?.keyExchange else { return nil }
    return exchange.isFiniteField
      ? (try? handshake.readServerDH(exchange, in: version))?.signed?.scheme
      : (try? handshake.readServerECDH(exchange, in: version))?.signed?.scheme
  }

  /// Who has a secret of before shows it by its first message that depends on it: the binder of a
  /// client of TLS 1.3 (RFC 8446 §4.2.11.2), else Finished.
  private var fromSharedSecret: (HandshakeAccount.Proof.Means?, MessageKind?) {
    let facts = accounting.facts
    let bindsHello = side == .client && facts.version == .tls13
    let message: MessageKind = .handshake(bindsHello ? .clientHello : .finished)
    guard accounting.messages.contains(where: { $0.sender == side && $0.kind == message }) else {
      return (nil, nil)
    }
    let usesSharedKey = facts.parameters?.keyExchange.usesPreSharedKey == true && !facts.isResumed
    if facts.preSharedKey == .accepted(.external) || usesSharedKey { return (.sharedKey, message) }
    guard facts.preSharedKey == .accepted(.resumption) || facts.isResumed else { return (nil, nil) }
    return (.earlierSecret, message)
  }

  private func sent(after place: Int) -> MessageKind? {
    for case .send(let message) in effects[place...] { return message.kind }
    return nil
  }

  private static func lastReceived(_ effects: ArraySlice<Effect>) -> MessageKind? {
    for case .received(let message) in effects.reversed() { return message.kind }
    return nil
  }

  private func isOwnCertificate(_ message: Message) -> Bool {
    message.sender == side && message.kind == .handshake(.certificate)
  }

  private func certificate(in message: Message) -> Certificate? {
    guard case .handshake(let handshake) = message.content else { return nil }
    let chain =
      accounting.facts.version == .tls13
      ? (try? handshake.read(CertificateMessage13.self))?.certificateList.map(\.data)
      : (try? handshake.read(CertificateMessage.self))?.certificateList.map(\.data)
    return (chain?.first).flatMap { try? Certificate(der: $0) }
  }
}
