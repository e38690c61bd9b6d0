import Bytes
import CryptoPrimitives
import Explanations
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What one connection does for each purpose, in words that fit a column.
struct DiffWords {
  @Boxed private(set) var account: HandshakeAccount
  private let viewer: Viewer
  /// Whether the serial number tells the server's certificate from the other one.
  private let tellsSerial: Bool

  init(_ account: HandshakeAccount, _ viewer: Viewer, tellsSerial: Bool) {
    self.account = account
    self.viewer = viewer
    self.tellsSerial = tellsSerial
  }

  func words(for purpose: Purpose) -> String {
    guard !account.isUnknown(purpose) else { return said(.difference, "not-known") }
    return switch purpose {
    case .outcome: outcome
    case .version: account.version?.judgedName ?? said(.difference, "no-agreement")
    case .suite: account.suite?.label ?? said(.difference, "no-agreement")
    case .serverProof: proof(of: .server)
    case .clientProof: proof(of: .client)
    case .randomness: randomness
    case .secret: secret
    // What both have in common is no account's own.
    case .reuse: ""
    case .derivation: derivation
    case .protection: protection
    case .keys: keys
    case .readable: readable
    case .certificate: certificate
    case .clientData: clientData
    case .serverData: serverData
    case .bytes: bytes
    case .theft: theft
    case .beginning: beginning
    }
  }

  private func milliseconds(_ time: Int64) -> String {
    time % 1000 == 0 ? "\(time / 1000) ms" : "\(Double(time) / 1000) ms"
  }

  private func titles(_ kinds: [MessageKind]) -> String { listed(kinds.map(\.title)) }

  private var outcome: String {
    let ending = account.ending
    guard let alert = ending.alert, let actor = ending.by else { return ending.outcome.rawValue }
    return said(
      .difference, ending.time == nil ? "outcome.alert" : "outcome.alert.timed",
      [
        "outcome": ending.outcome.rawValue, "time": milliseconds(ending.time ?? 0),
        "actor": actor.spoken, "alert": alert.label,
      ])
  }
}

// MARK: Identity

extension DiffWords {
  private func proof(of side: Side) -> String {
    guard let proof = account.proofs[side], let means = proof.means else {
      return said(.difference, "proof.none")
    }
    guard isVisible(proof) else {
      return said(.difference, "proof.hidden", ["viewer": viewer.name])
    }
    let values = [
      "message": proof.message?.title ?? said(.difference, "proof.later"),
      "key": proof.key?.word ?? "key",
    ]
    switch means {
    case .signature(let scheme):
      return said(
        .difference, "proof.signature", values.merging(["scheme": name(of: scheme)]) { $1 })
    case .decryption: return said(.difference, "proof.decryption", values)
    case .earlierSecret: return said(.difference, "proof.earlier-secret", values)
    case .sharedKey: return said(.difference, "proof.shared-key", values)
    }
  }

  /// The signatures of the old versions have no names of their own on the wire.
  private func name(of scheme: SignatureScheme) -> String {
    guard account.version?.isLegacy == true else { return scheme.label }
    return scheme.label.hasPrefix("rsa") ? said(.difference, "proof.scheme.md5-sha1") : "SHA-1"
  }

  /// Whose certificate passes under protection is known to the two ends alone.
  private func isVisible(_ proof: HandshakeAccount.Proof) -> Bool {
    guard proof.certificateIsReadable == false else { return true }
    return viewer.session.messages.contains { $0.message.kind == .handshake(.certificate) }
  }

  private var certificate: String {
    guard let server = certificate(of: .server) else {
      return said(.difference, "certificate.none")
    }
    guard let client = certificate(of: .client) else { return server }
    return said(.difference, "certificate.both", ["server": server, "client": client])
  }

  private func certificate(of side: Side) -> String? {
    guard let proof = account.proofs[side], let isReadable = proof.certificateIsReadable else {
      return nil
    }
    guard side == .server, isVisible(proof), let issuer = proof.issuer else {
      return said(.difference, isReadable ? "certificate.open" : "certificate.encrypted")
    }
    let name = issuer.hasPrefix("CN=") ? String(issuer.dropFirst(3)) : issuer
    let words = said(
      .difference, isReadable ? "certificate.open.by" : "certificate.encrypted.by", ["issuer": name]
    )
    guard tellsSerial, let serial = proof.serial else { return words }
    return said(
      .difference, "certificate.serial", ["certificate": words, "serial": short(serial)])
  }

  /// The first bytes, which tell numbers that were chosen at random apart.
  private func short(_ serial: [UInt8]) -> String {
    Array(serial.prefix(4)).hex + (serial.count > 4 ? ".." : "")
  }
}

// MARK: Keys

extension DiffWords {
  private var randomness: String {
    let words = Side.allCases.map { side in
      HandshakeAccount.Ingredient.allCases
        .filter { account.randomness[side]?.contains($0) == true }
        .map { said(.difference, "randomness.\($0.rawValue)") }
    }
    let whole = words.map { $0.joined(separator: ", ") }
    let none = said(.difference, "randomness.none")
    if whole[0] == whole[1] {
      return whole[0].isEmpty
        ? none : said(.difference, "randomness.both", ["ingredients": whole[0]])
    }
    return zip(Side.allCases, whole).map { side, text in
      said(
        .difference, "randomness.side",
        ["side": side.rawValue, "ingredients": text.isEmpty ? none : text])
    }.joined(separator: "; ")
  }

  private var secret: String {
    guard let secret = account.secret else { return said(.difference, "secret.none") }
    var parts: [String] = []
    switch secret.preSharedKey {
    case .resumption?: parts.append(said(.difference, "secret.earlier"))
    case .external?: parts.append(said(.difference, "secret.shared"))
    case nil: break
    }
    if secret.isEncrypted {
      parts.append(said(.difference, "secret.encrypted", ["messages": titles(secret.messages)]))
    }
    if let group = secret.group {
      let name = group.isEmpty ? "Diffie-Hellman" : group
      let messages = secret.messages.map(\.title).joined(separator: ", ")
      parts.append(said(.difference, "secret.exchanged", ["group": name, "messages": messages]))
    }
    return parts.joined(separator: "; and ")
  }

  private var keys: String {
    let times = Side.allCases.compactMap { side in
      account.keysExist[side].map { (side: side, time: $0) }
    }
    guard !times.isEmpty else { return never }
    return times.sorted { $0.time < $1.time }
      .map { "\($0.side.rawValue) \(milliseconds($0.time))" }.joined(separator: ", ")
  }

  private var derivation: String {
    guard let derivation = account.derivation else { return said(.difference, "derivation.none") }
    let hash = derivation.hash.replacing("-", with: "+")
    return said(
      .difference, derivation.coversMessages ? "derivation.messages" : "derivation.randoms",
      ["function": derivation.function.rawValue, "hash": hash])
  }

  private var protection: String {
    guard let protection = account.protection else { return said(.difference, "protection.none") }
    var parts = [
      protection.start == nil ? said(.difference, "protection.no-cipher") : protection.cipher
    ]
    switch protection.start {
    case .sent?:
      parts.append(
        said(.difference, protection.mac == nil ? "protection.sent-nonce" : "protection.sent-iv"))
    case .chained?: parts.append(said(.difference, "protection.chained-iv"))
    case .counted?, nil: break
    }
    if protection.mac != nil, !protection.encryptsThenMACs {
      parts.append(
        said(.difference, protection.start == nil ? "protection.mac" : "protection.mac-inside"))
    }
    if protection.hidesType { parts.append(said(.difference, "protection.hidden-type")) }
    return parts.joined(separator: ", ")
  }

  private var theft: String {
    guard !account.thefts.isEmpty else { return said(.difference, "theft.none") }
    let words = HandshakeAccount.StolenKey.allCases.compactMap { key in
      account.thefts[key].map { opening in
        let name = "theft.\(key.rawValue)"
        let word = account.keysInForce[key]?.word
        return said(
          .difference, "theft",
          [
            "key": hasOutsideServer
              ? said(.difference, name + ".outside") : word ?? said(.difference, name),
            "opening": said(.difference, "theft.opens.\(opening.rawValue)"),
          ])
      }
    }
    return words.joined(separator: "; ")
  }

  /// What a real server has is no loot of this lab.
  private var hasOutsideServer: Bool {
    viewer.session.isOutside(account.wire.actor(playing: .server))
  }

  private var beginning: String {
    if let resumed = account.beginning.resumed {
      return said(.difference, "beginning.resumed", ["session": resumed])
    }
    return said(.difference, account.beginning.wasRetried ? "beginning.retried" : "beginning")
  }
}

// MARK: What passes, and when

extension DiffWords {
  private var readable: String {
    guard !account.readable.isEmpty else { return said(.difference, "readable.nothing") }
    guard !account.encrypted.isEmpty || !account.sealed.isEmpty else {
      return said(.difference, "readable.all")
    }
    guard account.sealed.isEmpty else { return titles(account.readable) }
    return account.hidesFew
      ? said(.difference, "readable.but", ["messages": titles(account.encrypted)])
      : titles(account.readable)
  }

  private var clientData: String {
    guard let time = account.mayWrite[.client] else { return never }
    let trips = account.roundTrips
    let entry =
      switch account.earlyData {
      case true?: "sends.early"
      case false?: trips == nil ? "sends.early.refused.untimed" : "sends.early.refused"
      case nil: trips == nil ? "sends" : "sends.trips"
      }
    return said(
      .difference, entry, ["time": milliseconds(time), "trips": plural(trips ?? 0, "round trip")])
  }

  private var serverData: String {
    guard let time = account.mayWrite[.server] else { return never }
    return said(
      .difference, account.clientIsUnproved ? "sends.unproved" : "sends",
      ["time": milliseconds(time)])
  }

  private var never: String {
    account.ending.outcome == .running ? said(.difference, "not-yet") : said(.difference, "never")
  }

  private var bytes: String {
    func count(_ side: Side) -> String { String(account.bytes[side] ?? 0) }
    return said(
      .difference, "bytes",
      [
        "total": String(account.totalBytes), "client": count(.client), "server": count(.server),
      ])
  }
}
