import Bytes
import CryptoPrimitives
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What one connection does for each purpose, in words that fit a column.
struct DiffWords {
  @Boxed private(set) var account: HandshakeAccount
  private let viewer: Viewer

  init(_ account: HandshakeAccount, _ viewer: Viewer) {
    self.account = account
    self.viewer = viewer
  }

  func words(for purpose: Purpose) -> String {
    switch purpose {
    case .outcome: outcome
    case .version: account.version?.judgedName ?? "none agreed on"
    case .suite: account.suite?.label ?? "none agreed on"
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
    let time = ending.time.map { " after \(milliseconds($0))" } ?? ""
    return "\(ending.outcome.rawValue)\(time): the \(actor.word) says \(alert.label)"
  }
}

// MARK: Identity

extension DiffWords {
  private func proof(of side: Side) -> String {
    guard let proof = account.proofs[side], let means = proof.means else { return "nothing" }
    guard isVisible(proof) else { return "//// encrypted for \(viewer.name)" }
    let message = proof.message?.title ?? "later"
    let key = proof.key?.word ?? "key"
    switch means {
    case .signature(let scheme): return "\(message): \(key) signs, \(name(of: scheme))"
    case .decryption: return "\(message): \(key) decrypts the secret"
    case .earlierSecret: return "\(message): has the secret of an earlier session"
    case .sharedKey: return "\(message): has the shared key"
    }
  }

  /// The signatures of the old versions have no names of their own on the wire.
  private func name(of scheme: SignatureScheme) -> String {
    guard account.version?.isLegacy == true else { return scheme.label }
    return scheme.label.hasPrefix("rsa") ? "MD5 with SHA-1" : "SHA-1"
  }

  /// Whose certificate passes under protection is known to the two ends alone.
  private func isVisible(_ proof: HandshakeAccount.Proof) -> Bool {
    guard proof.certificateIsReadable == false else { return true }
    return viewer.session.messages.contains { $0.message.kind == .handshake(.certificate) }
  }

  private var certificate: String {
    guard let server = certificate(of: .server) else { return "none sent" }
    guard let client = certificate(of: .client) else { return server }
    return "\(server); client's \(client)"
  }

  private func certificate(of side: Side) -> String? {
    guard let proof = account.proofs[side], let isReadable = proof.certificateIsReadable else {
      return nil
    }
    let way = isReadable ? "open" : "encrypted"
    guard side == .server, isVisible(proof), let issuer = proof.issuer else { return way }
    return "\(way), by \(issuer.hasPrefix("CN=") ? String(issuer.dropFirst(3)) : issuer)"
  }
}

// MARK: Keys

extension DiffWords {
  private var randomness: String {
    let words = Side.allCases.map { side in
      HandshakeAccount.Ingredient.allCases
        .filter { account.randomness[side]?.contains($0) == true }.map(\.word)
    }
    let whole = words.map { $0.joined(separator: ", ") }
    if whole[0] == whole[1] { return whole[0].isEmpty ? "none so far" : "both: \(whole[0])" }
    return zip(Side.allCases, whole).map { side, text in
      "\(side.rawValue): \(text.isEmpty ? "none so far" : text)"
    }.joined(separator: "; ")
  }

  private var secret: String {
    guard let secret = account.secret else { return "not agreed on" }
    var parts: [String] = []
    switch secret.preSharedKey {
    case .resumption?: parts.append("the earlier session's")
    case .external?: parts.append("the shared key")
    case nil: break
    }
    if secret.isEncrypted {
      parts.append("made by the client, encrypted in \(titles(secret.messages))")
    }
    if let group = secret.group {
      let name = group.isEmpty ? "Diffie-Hellman" : group
      parts.append("\(name): \(secret.messages.map(\.title).joined(separator: ", "))")
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
    guard let derivation = account.derivation else { return "none made" }
    let hash = derivation.hash.replacing("-", with: "+")
    let context = derivation.coversMessages ? "messages" : "randoms"
    return "\(derivation.function.rawValue) \(hash) over the \(context)"
  }

  private var protection: String {
    guard let protection = account.protection else { return "not protected" }
    var parts = [protection.start == nil ? "not encrypted" : protection.cipher]
    switch protection.start {
    case .sent?: parts.append(protection.mac == nil ? "nonce sent" : "IV sent")
    case .chained?: parts.append("IV chained")
    case .counted?, nil: break
    }
    if protection.mac != nil, !protection.encryptsThenMACs {
      parts.append(protection.start == nil ? "MAC" : "MAC inside")
    }
    if protection.hidesType { parts.append("type hidden") }
    return parts.joined(separator: ", ")
  }

  private var theft: String {
    guard !account.thefts.isEmpty else { return "nothing to open" }
    let words = HandshakeAccount.StolenKey.allCases.compactMap { key in
      account.thefts[key].map { "\(hasOutsideServer ? key.foreignWord : key.word) \($0.word)" }
    }
    return words.joined(separator: "; ")
  }

  /// What a real server has is no loot of this lab.
  private var hasOutsideServer: Bool {
    viewer.session.isOutside(account.wire.actor(playing: .server))
  }

  private var beginning: String {
    if let resumed = account.beginning.resumed { return "resuming \(resumed)" }
    return account.beginning.wasRetried ? "from nothing, at the second try" : "from nothing"
  }
}

// MARK: What passes, and when

extension DiffWords {
  private var readable: String {
    guard !account.readable.isEmpty else { return "nothing" }
    guard !account.encrypted.isEmpty else { return "all of it" }
    return account.hidesFew
      ? "all but \(titles(account.encrypted))" : titles(account.readable)
  }

  private var clientData: String {
    guard let time = account.mayWrite[.client] else { return never }
    var text = "after \(milliseconds(time))"
    if let count = account.roundTrips, account.earlyData != true {
      text += ", \(plural(count, "round trip"))"
    }
    switch account.earlyData {
    case true?: return "early data at once, more \(text)"
    case false?: return "\(text); early data refused"
    case nil: return text
    }
  }

  private var serverData: String {
    guard let time = account.mayWrite[.server] else { return never }
    let text = "after \(milliseconds(time))"
    return account.clientIsUnproved ? "\(text), client unproved" : text
  }

  private var never: String { account.ending.outcome == .running ? "not yet" : "never" }

  private var bytes: String {
    let parts = Side.allCases.map { "\($0.rawValue) \(account.bytes[$0] ?? 0)" }
    return "\(account.totalBytes): \(parts.joined(separator: ", "))"
  }
}

extension HandshakeAccount.Ingredient {
  fileprivate var word: String {
    switch self {
    case .random: "random"
    case .ephemeralKey: "ephemeral key"
    case .preMasterSecret: "pre-master secret"
    }
  }
}

extension HandshakeAccount.StolenKey {
  fileprivate var word: String {
    switch self {
    case .certificate: "server.key"
    case .tickets: "server.ticket-key"
    }
  }

  fileprivate var foreignWord: String {
    switch self {
    case .certificate: "the real server's key"
    case .tickets: "its ticket key"
    }
  }
}

extension HandshakeAccount.Opening {
  fileprivate var word: String {
    switch self {
    case .nothing: "opens nothing"
    case .everything: "opens it all"
    case .earlyData: "opens the early data"
    case .open: "is not needed"
    }
  }
}
