import Bytes
import Eavesdropper
import Interceptor
import Knowledge
import Lab
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
        sentence(
          "This session can't be read from the saved lab: whether its recording would open is unknown."
        )
      ]
    case nil: [sentence("The tap was off: there is nothing to open (set net.record on).")]
    case .nothingProtected:
      [sentence("No record in it is encrypted: all that was said can be read as it is.")]
    case .opened: []
    case .sealed(let sealed): missing + useless(sealed)
    }
  }

  private func sentence(_ text: String) -> Block { .paragraph(Line(text), indent: 1) }

  /// What it would take.
  var missing: [Block] {
    let alternatives = verdict.lab.missingSecrets(of: verdict.session, on: verdict.entry.wire)
    guard !alternatives.isEmpty else { return [sentence("No key of it was ever agreed on.")] }
    let isRead = verdict.session.interceptor?.read.isEmpty == false
    let text =
      isRead
      ? "Who only listens to this recording would need one of these:"
      : alternatives.count == 1
        ? "It would take this, and the attacker does not have it:"
        : "Any one of these would do, and the attacker has none:"
    let rows = alternatives.map { secrets in
      [
        Line(secrets.map(\.name.rawValue).joined(separator: " and "), .secret),
        Line(secrets.map(fate).joined(separator: "; ")),
      ]
    }
    return [sentence(text), .table(Table(rows: rows, indent: 3))]
  }

  /// Who made a secret, when, and when it was erased.
  private func fate(_ secret: MissingSecret) -> String {
    if secret.name == .ticketKey, verdict.session.isOutside(.server) {
      return "with the real server: one key seals every ticket of it"
    }
    if secret.name == .ticketKey {
      return "one key seals every ticket of the server: compromise server.ticket-key"
    }
    if secret.name == .earlierMasterSecret {
      let origin = verdict.lab.origin(of: verdict.session, on: verdict.entry.wire)?.session.id
      return origin.map { "that of \($0), which this session resumes: why \($0)" }
        ?? "that of a session that is not in this lab, or was not recorded"
    }
    if secret.name == .preSharedKey, facts.preSharedKey.kind != .resumption {
      return "kept by both sides for as long as they like: compromise psk \(verdict.session.id)"
    }
    if secret.name == .serverPrivateKey, verdict.session.isOutside(secret.holder) {
      return "the key of the real server's certificate, which nobody here can steal"
    }
    guard !verdict.session.isOutside(secret.holder) else {
      return "with the real \(secret.holder.word): whether it is erased there nobody here can see"
    }
    if let replay = verdict.session.replay, secret.holder == .interceptor {
      return
        "made by the client of \(replay.original), and never the attacker's: why \(replay.original)"
    }
    guard secret.name != .serverPrivateKey else {
      return verdict.entry.wire == .clientSide
        ? "the key of the certificate that the attacker itself showed"
        : "the key of the server's certificate, kept for years: compromise server.key"
    }
    let made = secret.made.map { "made by the \(secret.holder.word) at step \($0)" }
    let erased =
      secret.erased.map { "erased at step \($0): nobody has it any more" }
      ?? (secret.made == nil ? "not made yet" : "STILL IN MEMORY, can be stolen now")
    return [made, erased].compactMap { $0 }.joined(separator: ", ")
  }

  /// What each stolen key is worth here.
  private func useless(_ sealed: Attempt.Sealed) -> [Block] {
    let leaks = verdict.lab.attacker.leaks
    guard !leaks.isEmpty else { return [] }
    var rows: [[Line]] = []
    for leak in leaks.filter(isTelling) {
      let row = [
        Line(Loot(leak)?.rawValue ?? leak.name.rawValue, .field),
        Line(worth(leak, isMisfit: sealed.misfits.contains(leak))),
      ]
      if !rows.contains(row) { rows.append(row) }
    }
    return [
      .blank, sentence("What was stolen does not help:"), .table(Table(rows: rows, indent: 3)),
    ]
  }

  /// Of several long-term keys of the server the one that this session used, if it is among them.
  private func isTelling(_ leak: Leak) -> Bool {
    guard Loot(leak) == .serverKey else { return true }
    let used = verdict.session.certificate(on: verdict.entry.wire)?.publicKey
    let keys = verdict.lab.attacker.leaks.filter { Loot($0) == .serverKey }
    return leak.publicKey == used || !keys.contains { $0.publicKey == used }
  }

  private func worth(_ leak: Leak, isMisfit: Bool) -> String {
    switch Loot(leak) {
    case .serverKey: return isMisfit ? misfit : serverKeyWorth(leak)
    case .clientKey: return "the client only signs with it, and it decrypts nothing"
    case .ticketKey: return ticketKeyWorth
    case .preSharedKey where usesSharedKey && !isMisfit && isOwn(leak),
      .quantum where is13 && facts.agreement == .hybrid:
      return halfWorth
    case .quantum where usesSharedKey && isOwn(leak):
      return "no public key leads to the pre-shared key, which went into the session's keys too"
    case .serverEphemeral where usesSharedKey && isOwn(leak),
      .clientEphemeral where usesSharedKey && isOwn(leak):
      return "it is not enough: the pre-shared key went into the session's keys too"
    case .serverTrafficSecret, .clientTrafficSecret, .preSharedKey, .quantum:
      return "does not fit this recording"
    case .authorityKey: return "it signs certificates and decrypts nothing"
    case .serverEphemeral, .clientEphemeral:
      if case .session(let id) = leak.origin, id != verdict.session.id {
        return "does not fit: it belongs to \(id)"
      }
      return "does not fit this recording"
    case nil: return "does not fit this recording"
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

  private var is13: Bool { facts.version == .tls13 }

  /// One of two secrets that go into the keys together.
  private var halfWorth: String {
    facts.agreement == .hybrid
      ? "it opens the half on the curve; ML-KEM's half keeps the rest closed"
      : "it is not enough: the ephemeral keys went into the session's keys too"
  }

  private var ticketKeyWorth: String {
    is13 && facts.preSharedKey.kind == .resumption
      ? "it opens the ticket, but the ephemeral keys went into the session's keys too"
      : "no ticket of this server passed in the open here"
  }

  private var misfit: String { "does not fit: this session's certificate has another key" }

  private func serverKeyWorth(_ leak: Leak) -> String {
    let certificate = verdict.session.certificate(on: verdict.entry.wire)
    guard certificate != nil else { return "no certificate came to use: the session was resumed" }
    let isOwn = leak.publicKey == certificate?.publicKey
    guard isOwn else { return misfit }
    return signature.map { "it only signed, at step \($0): a signature opens nothing" }
      ?? "this session's key exchange does not use it"
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
