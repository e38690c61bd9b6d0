import Bytes
import CryptoPrimitives
import Eavesdropper
import Explanations
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
    session.wires.count == 1 ? session.id : "\(session.id).\(entry.wire.rawValue)"
  }

  /// What the attacker read, if it read anything.
  var opened: Attempt.Opened? {
    if case .opened(let opened)? = entry.attempt { opened } else { nil }
  }

  /// The rules that lead from what was stolen to what opened, each after those it needs: to what was said, or,
  /// where no data was, to the keys that opened the rest.
  var path: [Rule] {
    let closure = lab.closure(of: session, on: entry.wire)
    let saysData = opened?.plaintexts.contains { $0.type == .applicationData } == true
    let keys = (opened?.by ?? []).map(\.name).filter { $0.rawValue.hasSuffix("write_key") }
    guard saysData || keys.isEmpty else {
      return keys.compactMap(closure.path).joined().reduce(into: []) { rules, rule in
        if !rules.contains(rule) { rules.append(rule) }
      }
    }
    let goals: [ValueName] = [
      .applicationData(.client), .applicationData(.server), .earlyData,
    ]
    return goals.lazy.compactMap { closure.path(to: $0) }.first ?? []
  }

  /// The reason, for the last column of a table.
  var reason: String { lab.reason(for: entry, of: session).words }

  /// Whether a quantum computer would find keys of it that this lab can't hand out, and nothing else opens it.
  var isUncomputed: Bool {
    entry.state == .sealed && lab.isUncomputed(session, on: entry.wire)
  }

  /// What came of it, in brackets.
  ///
  /// - Parameter computing: whether a quantum computer was at work, which tells nothing of keys that were made
  ///   elsewhere.
  func badge(computing: Bool) -> Line {
    computing && isUncomputed ? Line("[NOT TRIED]", .warning) : entry.state.badge
  }

  /// Above the column of reasons.
  static let reasonHeader = Line("reason" as Wording, .faint).asReason

  /// What is remembered of a session as long as nothing changes by which it opens.
  enum Memory: Hashable, Sendable { case row }

  func remembered<Kept: Sendable>(_ memory: Memory, making make: () -> Kept) -> Kept {
    let grounds = lab.grounds(of: session, on: entry.wire)
    return session.remembered(Grounded(memory: memory, grounds: grounds), making: make)
  }

  private struct Grounded: Hashable, Sendable {
    var memory: Memory
    var grounds: Lab.Grounds
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
    if case .file(let name) = origin {
      return words(self.name == .preSharedKey ? "psk.typed" : "file", ["file": name])
    }
    if let name = lab.lootName(of: self), let number = name.number {
      let values = ["what": description(of: name.loot, lab), "number": "\(number)"]
      return words("earlier", values)
    }
    return description(of: Loot(self), lab)
  }

  private func description(of loot: Loot?, _ lab: Lab) -> String {
    switch loot {
    case .serverKey: words("server-key", ["server": lab.world.serverName])
    case .clientKey: words("client-key", ["client": lab.world.clientName])
    case .ticketKey: words("ticket-key", ["server": lab.world.serverName])
    case .authorityKey: words("ca-key")
    case .quantum: words(session == nil ? "computed" : "computed.session")
    case .serverEphemeral, .clientEphemeral, .serverTrafficSecret, .clientTrafficSecret,
      .preSharedKey, nil:
      words(session == nil ? "value" : "value.session")
    }
  }

  private func words(_ entry: String, _ values: [String: String] = [:]) -> String {
    let own = ["kind": kind, "value": ValueWords(name).noun, "session": session ?? ""]
    return said(.ability, "loot.\(entry)", own.merging(values) { $1 })
  }

  private var kind: String {
    (try? PrivateKey(der: value)).map { $0.kind.word } ?? said(.ability, "loot.long-term")
  }

  /// The public half of a long-term key.
  var publicKey: PublicKey? { (try? PrivateKey(der: value))?.publicKey }

  /// The one that it belongs to.
  private var session: String? {
    switch origin {
    case .session(let id), .computed(let id): id
    case .longTerm, .computedLongTerm, .file: nil
    }
  }
}
