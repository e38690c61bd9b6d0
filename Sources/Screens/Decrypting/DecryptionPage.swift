public import Decryptor
import Media
import Network
public import Pages
import TLSKeys
import TLSWire

/// A capture that was decrypted: a row a session, then one line for the whole.
public struct DecryptionPage {
  private let sessions: [DecryptedSession]
  private let packets: Int
  private let connections: Int
  private let isFiltered: Bool
  private let calls: [FollowedCall]
  private let dtls: [DTLSSightings.Count]
  private let files: [Int: String]
  private let said: (DecryptedSession) -> [Block]

  /// - Parameters:
  ///   - sessions: in the order in which they are shown.
  ///   - packets: in the whole capture.
  ///   - connections: of TCP.
  ///   - isFiltered: whether a filter left some of them out.
  ///   - dtls: the handshakes over datagrams.
  ///   - files: where the sound of calls was written, by their numbers.
  ///   - said: what is shown of a session's plaintext.
  public init(
    _ sessions: [DecryptedSession], packets: Int, connections: Int, isFiltered: Bool = false,
    calls: [FollowedCall] = [], dtls: [DTLSSightings.Count] = [],
    files: [Int: String] = [:], said: @escaping (DecryptedSession) -> [Block] = { _ in [] }
  ) {
    self.sessions = sessions
    self.packets = packets
    self.connections = connections
    self.isFiltered = isFiltered
    self.calls = calls
    self.dtls = dtls
    self.files = files
    self.said = said
  }

  public var page: Page {
    var page = Page()
    for session in sessions { page.blocks += Self.rows(of: session) + said(session) }
    if !sessions.isEmpty && calls.isEmpty { page.add(.blank) }
    page.blocks += end.blocks
    return page
  }

  /// The calls, the line for the whole, and what would open the rest.
  public var end: Page {
    var page = Page()
    guard !calls.isEmpty else { return wholeOfSessions }
    if !sessions.isEmpty { page.add(.blank) }
    for call in calls { page.blocks += CallRows.rows(of: call, file: files[call.number]) }
    page.add(.blank)
    page.blocks += wholeOfSessions.blocks
    page.add(.paragraph(CallRows.whole(calls), indent: 0))
    return page
  }

  private var wholeOfSessions: Page {
    var page = Page()
    guard !sessions.isEmpty else {
      page.add(
        .paragraph(
          Line(
            DecryptionWords.words(
              isFiltered ? "whole.none.filtered" : "whole.none",
              ["packets": "\(packets)", "connections": "\(connections)"])),
          indent: 0))
      return adding(dtlsLine, to: page)
    }
    for line in whole { page.add(.paragraph(line, indent: 0)) }
    return adding(dtlsLine, to: page)
  }

  private var dtlsLine: String? { DecryptionWords.dtls(dtls) }

  private func adding(_ sentence: String?, to page: Page) -> Page {
    guard let sentence else { return page }
    var page = page
    page.add(.paragraph(Line(sentence, .warning), indent: 0))
    return page
  }

  // MARK: One session

  /// Two lines or three: who with whom; how; and how it opens.
  public static func rows(of session: DecryptedSession) -> [Block] {
    let ends = "\(text(session.flow.client)) > \(text(session.flow.server))"
    let name = session.serverName.map { "  \($0)" } ?? ""
    let prelude = session.prelude.flatMap(preludeWord).map { "  (\($0))" } ?? ""
    return [
      .paragraph(
        result(session.result) + Line("  \(session.stream)  ", .faint) + Line(ends)
          + Line(name, .field) + Line(prelude, .faint), indent: 0),
      .paragraph(Line(manner(session)) + Line(amount(session), .faint), indent: 4),
    ] + reasons(session).map { .paragraph($0, indent: 4) }
  }

  static func result(_ result: OpeningResult) -> Line {
    switch result {
    case .open: Line("[OPEN]", .bad)
    case .partlyOpen: Line("[PARTLY OPEN]", .warning)
    case .sealed: Line("[SEALED]", .good)
    case .empty: Line("[EMPTY]", .faint)
    }
  }

  private static func text(_ address: Address) -> String {
    address.ip.contains(":") ? "[\(address.ip)]:\(address.port)" : "\(address.ip):\(address.port)"
  }

  /// Nil where nothing here knows what was spoken before TLS.
  private static func preludeWord(_ prelude: Prelude) -> String? {
    switch prelude {
    case .smtp, .imap, .xmpp, .sieve, .nntp, .ldap: "STARTTLS, " + prelude.rawValue.uppercased()
    case .pop3: "STLS, POP3"
    case .ftp: "AUTH TLS, FTP"
    case .connect: "HTTP CONNECT"
    case .upgrade: "HTTP Upgrade"
    case .postgres: "PostgreSQL"
    case .mysql: "MySQL"
    case .rdp: "RDP"
    case .socks4: "SOCKS 4"
    case .socks5: "SOCKS 5"
    case .proxy: "PROXY protocol"
    case .other: nil
    }
  }

  private static func manner(_ session: DecryptedSession) -> String {
    let draft = session.draft.map { " draft \($0)" } ?? ""
    let version = session.version.map { $0.displayName + draft }
    let resumed = session.isResumed ? "resumed" : session.preShared.map { _ in "PSK" }
    return [version, session.suiteName, resumed].compactMap(\.self).joined(separator: "  ")
  }

  private static func amount(_ session: DecryptedSession) -> String {
    let read = session.client.plaintext + session.server.plaintext
    guard read > 0 else { return "" }
    return "  \(session.client.plaintext) + \(session.server.plaintext) bytes"
  }

  private static func reasons(_ session: DecryptedSession) -> [Line] {
    var lines: [Line] = []
    if let opening = session.opening {
      lines.append(Line(DecryptionWords.words("opening." + opening.rawValue)))
    }
    if let early = session.earlyOpening, early != session.opening {
      let opening = DecryptionWords.words("opening." + early.rawValue)
      lines.append(Line(DecryptionWords.words("opening.early", ["opening": opening])))
    }
    if let failure = session.failure, session.reason?.isFailure != true {
      lines.append(Line(DecryptionWords.failure(failure)))
    }
    if let reason = session.reason {
      lines.append(Line(DecryptionWords.sentence(reason, session)))
    }
    lines += SessionRemarks(session).lines
    if let disagreement = session.disagreement {
      lines.append(
        Line(
          DecryptionWords.words(
            "remark.disagreement",
            [
              "stream": "\(session.stream)", "side": disagreement.side.rawValue,
              "offset": "\(disagreement.offset)",
            ]), .warning))
    }
    return lines
  }

  // MARK: The whole

  private var whole: [Line] {
    func count(_ result: OpeningResult) -> String {
      "\(sessions.count { $0.result == result })"
    }
    let isWhole = sessions.allSatisfy { $0.result != .empty }
    let first = DecryptionWords.words(
      isWhole ? "whole" : "whole.empty",
      [
        "all": "\(sessions.count)", "open": count(.open), "partly": count(.partlyOpen),
        "sealed": count(.sealed), "empty": count(.empty),
      ])
    return [Line(first, .heading)] + rest
  }

  /// What would open the rest, one line a kind.
  private var rest: [Line] {
    var counts: [String: Int] = [:]
    for session in sessions where session.result != .open && session.result != .empty {
      guard let reason = session.reason else { continue }
      counts[Self.remedy(reason, session), default: 0] += 1
    }
    return counts.filter { !$0.key.isEmpty }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { name, count in
        Line(
          DecryptionWords.words(
            "rest." + name, ["count": "\(count)", "all": "\(sessions.count)"]))
      }
  }

  private static func remedy(_ reason: Reason, _ session: DecryptedSession) -> String {
    switch reason {
    case .forwardSecrecy where session.givesTicket: reason.name + ".ticket"
    case .secretMissing where session.isInKeyLog: reason.name + ".part"
    case .ticketDiffers: "other-ticket-key"
    case .resumedFromElsewhere where !session.offersTicket: reason.name + ".identifier"
    case .forwardSecrecy, .noKey, .otherKey, .secretMissing, .resumedFromElsewhere, .startMissing,
      .resumesSealed, .otherTicketKey, .bothKeys, .sideMissing, .disordered,
      .earlyDataRefused:
      reason.name
    case .noPreSharedKey, .wrongPreSharedKey: "psk"
    default: ""
    }
  }
}
