import Bytes
import CryptoPrimitives
import Eavesdropper
import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What came of an attempt on one recording, and why, in few words.
struct Verdict {
  let lab: Lab
  let session: Session
  @Boxed private(set) var entry: VaultEntry

  init(_ entry: VaultEntry, of session: Session, in lab: Lab) {
    self.lab = lab
    self.session = session
    self.entry = entry
  }

  /// One verdict for each stretch of wire of each session.
  static func all(in lab: Lab) -> [Verdict] {
    lab.sessions.readAhead()
    return zip(lab.sessions, lab.vaults).flatMap { session, vault in
      vault.map { Verdict($0, of: session, in: lab) }
    }
  }

  /// `S1`, or `S3.client` for one stretch of an intercepted session.
  var name: String {
    entry.wire == .direct ? session.id : "\(session.id).\(entry.wire.rawValue)"
  }

  /// What the attacker read, if it read anything.
  var opened: Attempt.Opened? {
    if case .opened(let opened)? = entry.attempt { opened } else { nil }
  }

  private var keyExchange: KeyExchange? { session.facts(on: entry.wire).parameters?.keyExchange }

  private var hasServerKey: Bool { lab.attacker.loot.contains(.serverKey) }

  /// The reason, for the last column of a table.
  var reason: String { remembered(.reason) { foundReason } }

  /// What is remembered of a session as long as nothing changes by which it opens.
  enum Memory: Hashable, Sendable { case reason, row }

  func remembered<Kept: Sendable>(_ memory: Memory, making make: () -> Kept) -> Kept {
    let grounds = lab.grounds(of: session, on: entry.wire)
    return session.remembered(Grounded(memory: memory, grounds: grounds), making: make)
  }

  private struct Grounded: Hashable, Sendable {
    var memory: Memory
    var grounds: Lab.Grounds
  }

  private var foundReason: String {
    switch entry.attempt {
    case nil where session.isUnreadable: "its row in the saved lab can't be read"
    case nil: session.messages.isEmpty ? "nothing was sent" : "the tap was off"
    case .nothingProtected:
      session.isAtRest ? "nothing in it was ever encrypted" : "nothing in it is encrypted so far"
    case .opened(let opened):
      openReason(opened) + (opened.sealedHandshake.map { "; handshake \($0) is sealed" } ?? "")
    case .sealed(let sealed): sealReason(sealed)
    }
  }

  private func openReason(_ opened: Attempt.Opened) -> String {
    if opened.earlier != nil, session.facts(on: entry.wire).version != .tls13 {
      let origin = lab.origin(of: session, on: entry.wire)?.session.id
      return "resumes \(origin ?? "a session that is open")"
        + (origin == nil ? "" : ", which is open")
    }
    if session.facts(on: entry.wire).version == .tls13 {
      return Verdict13(session, entry, lab).openReason(opened)
    }
    if opened.by.contains(where: { $0.name == .ticketState }) { return "its ticket opens" }
    if opened.using.isEmpty { return "never encrypted: the suite's cipher is NULL" }
    let decrypts = opened.by.contains {
      if case .rsaDecryption = $0.rule.formula { true } else { false }
    }
    if decrypts { return "decrypts the pre-master secret" }
    let ephemeral = opened.using.map(\.name).first { $0.tail == "ephemeral_private" }
    let how = opened.using.contains { Loot($0) == .quantum } ? "computed" : "stolen in time"
    let hasSharedKey = opened.using.contains { $0.name == .preSharedKey }
    let shared = hasSharedKey ? "the pre-shared key and " : ""
    return ephemeral.map { "\(shared)the \(ValueWords($0).noun), \(how)" }
      ?? "with \(listed(opened.using.map { ValueWords($0.name).noun }))"
  }

  private func sealReason(_ sealed: Attempt.Sealed) -> String {
    if let fault = sealed.fault { return "the recording can't be read: \(fault.error)" }
    if session.interceptor?.read.isEmpty == false {
      return "closed to listeners; read by the attacker in between"
    }
    if session.facts(on: entry.wire).version == .tls13 {
      return Verdict13(session, entry, lab).sealReason
    }
    guard let keyExchange else { return "the handshake did not get far enough" }
    if sealed.misfits.contains(where: { $0.name == .serverPrivateKey }) {
      return "the stolen key does not fit"
    }
    if session.facts(on: entry.wire).isResumed {
      let origin = lab.origin(of: session, on: entry.wire)?.session.id
      return origin.map { "resumes \($0), which is sealed" }
        ?? "resumes a session that is not in this lab, or was not recorded"
    }
    guard keyExchange.isEphemeral else {
      return keyExchange == .psk
        ? "needs the pre-shared key" : "needs the certificate's private key"
    }
    let missing = lab.missingSecrets(of: session, on: entry.wire).joined()
    let left = missing.filter {
      $0.erased == nil && !session.isOutside($0.holder)
        && ![.ticketKey, .preSharedKey].contains($0.name)
    }
    let signs = keyExchange.signsServerKeyExchange && entry.wire != .clientSide
    let prefix = hasServerKey && signs ? "only signed; " : ""
    guard left.isEmpty else {
      var holders: [String] = []
      for word in left.map(\.holder.word) where !holders.contains(word) { holders.append(word) }
      return prefix + "an ephemeral key is still in the memory of the \(listed(holders, "or"))"
    }
    guard session.outside == nil else {
      return prefix + "our ephemeral key is erased; the real program's is its own affair"
    }
    return prefix + (prefix.isEmpty ? "both ephemeral keys erased" : "both keys erased")
  }

  /// The application data of one direction, as far as the attacker read it.
  func said(by side: Side) -> [UInt8] {
    (opened?.plaintexts ?? []).filter { $0.sender == side && $0.type == .applicationData }
      .flatMap(\.bytes)
  }
}

extension Leak {
  /// What was stolen, in words: `RSA-2048 private key of sip.uc.test`.
  func description(in lab: Lab) -> String {
    switch Loot(self) {
    case .serverKey: "\(kind) private key of \(lab.world.serverName)"
    case .clientKey: "\(kind) private key of the client, \(lab.world.clientName)"
    case .ticketKey: "key of the tickets of \(lab.world.serverName)"
    case .authorityKey: "\(kind) private key of the certification authority"
    case .quantum: "\(ValueWords(name).noun)\(whose), as if computed (a simulation)"
    case .serverEphemeral, .clientEphemeral, .serverTrafficSecret, .clientTrafficSecret,
      .preSharedKey, nil:
      "\(ValueWords(name).noun)\(whose)"
    }
  }

  private var kind: String {
    (try? PrivateKey(der: value)).map { $0.kind.word } ?? "long-term"
  }

  /// The public half of a long-term key.
  var publicKey: PublicKey? { (try? PrivateKey(der: value))?.publicKey }

  private var whose: String {
    switch origin {
    case .session(let id), .computed(let id): " of \(id)"
    case .longTerm: ""
    }
  }
}
