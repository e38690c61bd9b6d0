import Explanations
import Lab
import TLSWire

/// Which of the sessions that could come would be read, in few words.
struct FutureWords {
  private let listening: [FutureSession]
  private let elsewhere: [SharedKeyProspects]

  init(_ prospects: Prospects) {
    (listening, elsewhere) = (prospects.listening, prospects.elsewhere)
  }

  var line: Line {
    let fresh = listening.filter { $0.resumed == nil }
    let shared = elsewhere.compactMap { words(with: $0) }
    guard !fresh.isEmpty || !shared.isEmpty else {
      return Line(said(.ability, "future.no-session"))
    }
    let byTicket = versionsByTicket(fresh)
    let resuming = listening.filter {
      $0.resumed != nil && $0.isRead && !byTicket.contains($0.version)
    }.map(\.words)
    if !fresh.isEmpty, fresh.allSatisfy({ $0.state == .open }) {
      return Line(
        said(.ability, "future.all", ["exchanges": listed(exchanges(of: fresh))]), .bad)
    }
    let rest = fresh.filter { !byTicket.contains($0.version) }
    let kinds = exchanges(of: rest).flatMap { words(for: $0, among: rest) }
    let tickets =
      byTicket.isEmpty
      ? [] : [said(.ability, "future.ticket", ["versions": listed(byTicket.map(\.number))])]
    let sessions = kinds.isEmpty ? [] : [said(.ability, "future.kinds", ["kinds": listed(kinds)])]
    let all = tickets + sessions + resuming + shared
    guard !all.isEmpty else { return Line(said(.ability, "future.nothing"), .good) }
    return Line(said(.ability, "future.some", ["sessions": listed(all)]), .bad)
  }

  /// The versions of which a ticket opens each session, whatever the key exchange (RFC 5077 §5.5).
  private func versionsByTicket(_ fresh: [FutureSession]) -> [ProtocolVersion] {
    Set(fresh.map(\.version)).sorted().filter { version in
      fresh.allSatisfy { $0.version != version || $0.opensByTicket }
    }
  }

  /// `PSK sessions with the key phone`; nil where none of those is read.
  private func words(with key: SharedKeyProspects) -> String? {
    let kinds = exchanges(of: key.listening).flatMap { words(for: $0, among: key.listening) }
    return kinds.isEmpty
      ? nil : said(.ability, "future.shared", ["kinds": listed(kinds), "key": key.name])
  }

  private func exchanges(of sessions: [FutureSession]) -> [String] {
    var words: [String] = []
    for session in sessions where !words.contains(session.exchange) {
      words.append(session.exchange)
    }
    return words
  }

  /// `RSA`, where that is enough to say; else `1.2 RSA`.
  private func words(for exchange: String, among sessions: [FutureSession]) -> [String] {
    let own = sessions.filter { $0.exchange == exchange }
    if own.allSatisfy({ $0.state == .open }) { return [exchange] }
    var words: [String] = []
    for session in own where session.isRead && !words.contains(session.words) {
      words.append(session.words)
    }
    return words
  }
}

extension FutureSession {
  /// Whether the attacker would read any of it.
  fileprivate var isRead: Bool { state == .open || state == .partly }

  fileprivate var exchange: String { keyExchange.uppercased() }

  /// `1.2 RSA`, `those that resume S1 (in part)`.
  fileprivate var words: String {
    let sessions =
      resumed.map { said(.ability, resuming, ["session": $0, "version": version.number]) }
      ?? "\(version.number) \(exchange)"
    return state == .partly
      ? said(.ability, "future.in-part", ["sessions": sessions]) : sessions
  }

  /// The phrase for sessions that take up this one, or any: with the key alone, or with a key exchange beside it.
  private var resuming: String {
    let isAlone = version == .tls13 && exchange == "PSK"
    if opensByTicket {
      return isAlone ? "future.resuming.ticket.alone" : "future.resuming.ticket"
    }
    return isAlone ? "future.resuming.alone" : "future.resuming"
  }
}
