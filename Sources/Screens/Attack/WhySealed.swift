import Bytes
import Eavesdropper
import Explanations
import Interceptor
import Knowledge
import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// Why a recording stays closed: every secret that would open it, who made it, what became of it,
/// and why the stolen ones do not help.
struct WhySealed {
  let verdict: Verdict

  init(_ verdict: Verdict) { self.verdict = verdict }

  var blocks: [Block] {
    switch verdict.entry.attempt {
    case nil where verdict.session.isUnreadable:
      [
        sentence(said(.reason, "sealed.unreadable"))
      ]
    case nil where verdict.entry.state == .open: [sentence(said(.reason, "why.in-the-open"))]
    case nil: [sentence(said(.reason, "sealed.tap-off"))]
    case .nothingProtected:
      [
        sentence(
          reason == .restMissing ? reason.sentence : said(.reason, "sealed.nothing-protected"))
      ]
    case .opened: []
    case .sealed(let sealed):
      (reason.isOfRecording ? [sentence(reason.sentence)] : missing) + useless(sealed)
    }
  }

  private var reason: VaultReason { verdict.lab.reason(for: verdict.entry, of: verdict.session) }

  private func sentence(_ text: String) -> Block { .paragraph(Line(text), indent: 1) }

  /// What it would take.
  var missing: [Block] {
    let alternatives = verdict.lab.missingSecrets(of: verdict.session, on: verdict.entry.wire)
    guard !alternatives.isEmpty else { return [sentence(said(.reason, "sealed.no-keys-agreed"))] }
    let isRead = verdict.session.interceptor?.read.isEmpty == false
    let text =
      isRead
      ? "read-in-between"
      : alternatives.count == 1
        ? "one"
        : "several"
    let rows = alternatives.map { secrets in
      [
        Line(secrets.map(\.name.rawValue).joined(separator: String(worded: " and ")), .secret),
        Line(secrets.map(fate).joined(separator: "; ")),
      ]
    }
    return [sentence(said(.reason, "missing.\(text)")), .table(Table(rows: rows, indent: 3))]
  }

  /// Who made a secret, when, and when it was erased.
  private func fate(_ secret: MissingSecret) -> String {
    if secret.name == .ticketKey {
      guard verdict.session.isOutside(.server) else { return said(.reason, "secret.ticket-key") }
      let isImported = verdict.session.isImported
      return said(.reason, isImported ? "secret.ticket-key.file" : "secret.ticket-key.real")
    }
    if secret.name == .earlierMasterSecret {
      let origin = verdict.lab.origin(of: verdict.session, on: verdict.entry.wire)?.session.id
      return origin.map { said(.reason, "secret.earlier.known", ["session": $0]) }
        ?? said(.reason, "secret.earlier")
    }
    if secret.name == .preSharedKey, let fate = fateOfSharedKey(secret.holder) { return fate }
    if secret.name == .serverPrivateKey, verdict.session.isOutside(secret.holder) {
      return said(.reason, "secret.certificate-key.real")
    }
    guard !verdict.session.isOutside(secret.holder) else {
      return said(.reason, "secret.real", ["holder": secret.holder.word])
    }
    if let replay = verdict.session.replay, secret.holder == .interceptor {
      return said(.reason, "secret.replayed", ["session": replay.original])
    }
    guard secret.name != .serverPrivateKey else {
      return verdict.entry.wire == .clientSide
        ? said(.reason, "secret.certificate-key.attacker")
        : certificateKey
    }
    let made = secret.made.map {
      said(.reason, "secret.made", ["holder": secret.holder.word, "step": String($0)])
    }
    let erased =
      secret.erased.map { said(.reason, "secret.erased", ["step": String($0)]) }
      ?? (secret.made == nil ? said(.reason, "secret.not-made") : said(.reason, "secret.in-memory"))
    return [made, erased].compactMap { $0 }.joined(separator: ", ")
  }

  /// The same of a key that both had before.
  private func fateOfSharedKey(_ holder: Actor) -> String? {
    if facts.preSharedKey.kind != .resumption {
      guard verdict.session.isImported else {
        return said(.reason, "secret.psk", ["session": verdict.session.id])
      }
      return said(.reason, holdsSharedKey ? "secret.psk.held" : "secret.psk.file")
    }
    guard !verdict.session.isOutside(holder) else { return nil }
    return verdict.lab.ticketOrigin(of: facts).map {
      said(.reason, "secret.psk.ticket", ["session": $0.session.id])
    } ?? said(.reason, "secret.psk.earlier")
  }

  /// The key of the server's certificate: the one in force, or one of before.
  private var certificateKey: String {
    let name = verdict.lab.lootName(.serverKey, for: verdict.session)
    return name.number == nil
      ? said(.reason, "secret.certificate-key")
      : said(.reason, "secret.certificate-key.earlier", ["loot": name.word])
  }

  /// What each stolen key is worth here.
  private func useless(_ sealed: Attempt.Sealed) -> [Block] {
    let leaks = verdict.lab.attacker.leaks
    guard !leaks.isEmpty else { return [] }
    var rows: [[Line]] = []
    for leak in leaks.filter(isTelling) {
      let row = [
        Line(name(of: leak), .field),
        Line(worth(leak, isMisfit: sealed.misfits.contains(leak))),
      ]
      if !rows.contains(row) { rows.append(row) }
    }
    return [
      .blank, sentence(said(.reason, "worth")), .table(Table(rows: rows, indent: 3)),
    ]
  }

  /// A key from a file goes by the file's name.
  private func name(of leak: Leak) -> String {
    guard case .file(let path) = leak.origin else { return verdict.lab.word(for: leak) }
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Of several long-term keys of the server the one that this session used, if it is among them.
  private func isTelling(_ leak: Leak) -> Bool {
    guard Loot(leak) == .serverKey else { return true }
    let used = verdict.session.certificate(on: verdict.entry.wire)?.publicKey
    let keys = verdict.lab.attacker.leaks.filter { Loot($0) == .serverKey }
    return leak.publicKey == used || !keys.contains { $0.publicKey == used }
  }

  /// Whether a pre-shared key came in from elsewhere.
  private var holdsSharedKey: Bool {
    verdict.lab.attacker.leaks.contains { $0.isOfFile && $0.name == .preSharedKey }
  }

  private func worth(_ leak: Leak, isMisfit: Bool) -> String {
    switch reason {
    case .unreadSuite: return said(.reason, "worth.untried")
    case _ where reason.isOfRecording: return said(.reason, "worth.untried.recording")
    default: break
    }
    // With ephemeral keys beside it nothing shows here whether it is this session's.
    if leak.isOfFile, leak.name == .preSharedKey, usesSharedKey, facts.agreement != nil {
      return said(.reason, "worth.half.file")
    }
    switch Loot(leak) {
    case .serverKey: return isMisfit ? misfit : serverKeyWorth(leak)
    case .clientKey: return said(.reason, "worth.client-key")
    case .ticketKey: return ticketKeyWorth
    // It goes in before either half of a key exchange (RFC 8446 §7.1).
    case .preSharedKey where usesSharedKey && !isMisfit && isOwn(leak):
      return said(.reason, "worth.half")
    case .quantum where is13 && facts.agreement == .hybrid: return said(.reason, "worth.hybrid")
    case .quantum where usesSharedKey && isOwn(leak):
      return said(.reason, "worth.quantum.psk")
    case .serverEphemeral where usesSharedKey && isOwn(leak),
      .clientEphemeral where usesSharedKey && isOwn(leak):
      return said(.reason, "worth.ephemeral.psk")
    case .quantum where verdict.isUncomputed: return said(.reason, "quantum.elsewhere")
    case .serverTrafficSecret, .clientTrafficSecret, .preSharedKey, .quantum:
      return said(.reason, "worth.misfit")
    case .authorityKey: return said(.reason, "worth.ca-key")
    case .serverEphemeral, .clientEphemeral:
      if case .session(let id) = leak.origin, id != verdict.session.id {
        return said(
          .reason, sharesCurveKey(with: id) ? "worth.hybrid" : "worth.other-session",
          ["session": id])
      }
      return said(.reason, "worth.misfit")
    case nil: return fileWorth(leak)
    }
  }

  private var facts: WireFacts { verdict.session.facts(on: verdict.entry.wire) }

  /// Whether a key that both had before is part of the session's secret.
  private var usesSharedKey: Bool {
    is13
      ? facts.preSharedKey.kind != nil : facts.parameters?.keyExchange.usesPreSharedKey == true
  }

  private func isOwn(_ leak: Leak) -> Bool {
    verdict.lab.belongs(leak, to: verdict.session, on: verdict.entry.wire)
  }

  /// Whether the server's share on the curve is the same in another hybrid session: there it stands behind the
  /// ciphertext of ML-KEM, 32 bytes long (RFC 10024).
  private func sharesCurveKey(with id: String) -> Bool {
    guard facts.agreement == .hybrid, let other = verdict.lab.session(id) else { return false }
    let theirs = other.facts(on: other.wire(reaching: .server))
    let shares = [facts, theirs].map { $0.values[.ephemeralPublic(.server)]?.suffix(32) }
    return theirs.agreement == .hybrid && shares[0] != nil && shares[0] == shares[1]
  }

  private var is13: Bool { facts.version == .tls13 }

  private var ticketKeyWorth: String {
    is13 && facts.preSharedKey.kind == .resumption
      ? said(.reason, "worth.ticket-key.dhe")
      : said(.reason, "worth.ticket-key")
  }

  private var misfit: String { said(.reason, "worth.other-key") }

  /// What a key from a file is worth: that of the certificate signs where both sides make keys of their own.
  private func fileWorth(_ leak: Leak) -> String {
    let certificate = verdict.session.certificate(on: verdict.entry.wire)
    let isServers = leak.publicKey != nil && leak.publicKey == certificate?.publicKey
    let signs = is13 || facts.parameters?.keyExchange.signsServerKeyExchange == true
    if leak.publicKey != nil, certificate == nil, is13 { return said(.reason, "worth.unseen") }
    return said(.reason, isServers && signs ? "worth.fits" : "worth.misfit")
  }

  private func serverKeyWorth(_ leak: Leak) -> String {
    let certificate = verdict.session.certificate(on: verdict.entry.wire)
    guard certificate != nil else { return said(.reason, withoutCertificate) }
    let isOwn = leak.publicKey == certificate?.publicKey
    guard isOwn else { return misfit }
    return signature.map { said(.reason, "worth.signed", ["step": String($0)]) }
      ?? said(.reason, "worth.unused")
  }

  /// Why no certificate was seen.
  private var withoutCertificate: String {
    if facts.isResumed || facts.preSharedKey.kind == .resumption { return "worth.resumed" }
    let isEncrypted = verdict.session.isImported && is13 && !usesSharedKey
    return isEncrypted ? "worth.unseen" : "worth.no-certificate"
  }

  /// The step at which the server's long-term key signed, counted from 1.
  private var signature: Int? {
    let server = verdict.entry.wire.actor(playing: .server)
    let index = verdict.session.steps.firstIndex { step in
      guard step.actor == server, step.wire == verdict.entry.wire else { return false }
      if case .signed = step.effect { return true }
      return false
    }
    return index.map { $0 + 1 }
  }
}
