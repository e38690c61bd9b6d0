import Bytes
import Explanations
import Knowledge
public import Probing
import TLSWire
import X509

/// What to change, and how that is said to the programs that people run.
enum ProbeMendBlocks {
  /// What is wrong with its certificates is to be changed first.
  static func of(_ server: ProbedServer) -> [Block] {
    let report = server.report
    let weaknesses = report.weaknesses
    let changes =
      server.obstacles.map { Line($0.words, .bad) } + failures(in: server.examinations)
      + weaknesses.map(\.line)
    guard !changes.isEmpty else {
      let isKnown = report.isComplete && !report.taken.contains(where: \.lacksHandshake)
      let name = isKnown ? "change.nothing" : "change.nothing-known"
      return [.blank, .paragraph(Line(said(.probe, name), .good), indent: 0)]
    }
    var blocks: [Block] = [
      .blank, .line(Line(said(.probe, "change.title"), .heading)),
      .table(
        Table(
          rows: changes.enumerated().map { index, line in
            [Line("\(index + 1)", .faint), line]
          })),
    ]
    for program in Program.allCases {
      let lines = lines(for: program, weaknesses, report.keys)
      guard !lines.isEmpty else { continue }
      blocks += [.blank, .line(Line(said(.probe, "program.\(program.rawValue)"), .field))]
      // A line that is broken is none for the program that reads it.
      blocks += lines.map { .data("  " + $0) }
    }
    return blocks
  }

  /// What did not pass in the certificates, each once.
  private static func failures(in examinations: [CertificateExamination]) -> [Line] {
    var lines: [Line] = []
    for check in examinations.flatMap(\.checks) {
      guard let failure = check.failure else { continue }
      let values = ["check": check.name.phrase, "failure": failure.words]
      let line = Line(said(.probe, "change.certificate", values), .bad)
      if !lines.contains(line) { lines.append(line) }
    }
    if examinations.contains(where: { BundleOrder($0.chain)?.isHarmless == false }) {
      lines.append(Line(said(.probe, "change.order"), .warning))
    }
    return lines
  }

  /// Programs whose words are known.
  enum Program: String, CaseIterable {
    case openssl
    case nginx
    case asterisk
    case kamailio
    case freeswitch
  }

  /// What is to be written, each line once.
  static func lines(
    for program: Program, _ weaknesses: [Weakness], _ keys: ProbeReport.Keys
  ) -> [String] {
    var lines: [String] = []
    // The suites that are named then have no finite field.
    let hasSuites = weaknesses.contains { $0.mend == suites }
    for weakness in weaknesses where !hasSuites || weakness.mend != prime {
      let line = line(for: program, weakness, keys)
      guard !line.isEmpty, !lines.contains(line) else { continue }
      // Of two lines with this key OpenSSL reads the last: what they say goes into one.
      if line.hasPrefix(options), let place = lines.firstIndex(where: { $0.hasPrefix(options) }) {
        lines[place] += "," + line.dropFirst(options.count)
      } else {
        lines.append(line)
      }
    }
    return lines
  }

  /// What mends it; empty where the program has no words for it. Of these programs only those that use
  /// OpenSSL's own configuration take pre-shared keys.
  static func line(
    for program: Program, _ weakness: Weakness, _ keys: ProbeReport.Keys
  ) -> String {
    guard program == .openssl || keys != .shared else { return "" }
    let isSuites = weakness.mend == suites && program == .openssl
    let kind =
      switch keys {
      case .shared where isSuites: ".psk"
      case .both where isSuites: ".both"
      default: ""
      }
    return said(.probe, "mend.\(weakness.mend)\(kind).\(program.rawValue)")
  }

  private static let suites = Weakness.keyExchange(1).mend
  private static let prime = Weakness.shortPrime(0).mend
  private static let options = said(.probe, "mend.options")
}

/// What is to be written into a program's configuration.
public enum ProbeMends {
  /// - Parameter program: `openssl`, `nginx`, `asterisk`, `kamailio` or `freeswitch`; another one knows
  ///   no lines.
  public static func lines(for program: String, _ report: ProbeReport) -> [String] {
    ProbeMendBlocks.Program(rawValue: program).map {
      ProbeMendBlocks.lines(for: $0, report.weaknesses, report.keys)
    } ?? []
  }
}

extension Weakness {
  /// The part of a configuration that mends it.
  var mend: String {
    switch self {
    case .null, .anonymous, .keyExchange, .sharedKey, .weakCiphers: "suites"
    case .oldVersions: "versions"
    case .oldSignature: "signatures"
    case .shortPrime: "prime"
    case .compression: "compression"
    case .unsafeRenegotiation: "safely"
    case .clientRenegotiation: "renegotiation"
    case .clientOrder: "order"
    case .lacks13: "newest"
    case .ticketAlone: "ticket-alone"
    }
  }

  var line: Line {
    let style: Style =
      switch self {
      case .null, .anonymous, .keyExchange, .oldVersions, .weakCiphers, .shortPrime: .bad
      case .oldSignature: .bad
      case .compression, .unsafeRenegotiation, .ticketAlone: .bad
      case .sharedKey, .clientRenegotiation, .clientOrder, .lacks13: .warning
      }
    return Line(words, style)
  }

  /// What it is, what it does, and what is to be done.
  public var words: String {
    var values: [String: String] = [:]
    var isOne = false
    switch self {
    case .null(let count), .anonymous(let count), .keyExchange(let count), .sharedKey(let count),
      .weakCiphers(let count):
      values["suites"] = suiteCount(count)
      isOne = count == 1
    case .oldVersions(let versions): values["versions"] = listed(versions.map(\.displayName))
    case .oldSignature(let scheme): values["scheme"] = scheme.label
    case .shortPrime(let bits): values["bits"] = "\(bits)"
    default: break
    }
    return said(.probe, "weakness.\(name)" + (isOne ? ".one" : ""), values)
  }

  /// The lines that mend it, by the program that reads them.
  ///
  /// - Parameter keys: by what the server proves who it is.
  public func mends(for keys: ProbeReport.Keys) -> [String: String] {
    var lines: [String: String] = [:]
    for program in ProbeMendBlocks.Program.allCases {
      let line = ProbeMendBlocks.line(for: program, self, keys)
      if !line.isEmpty { lines[program.rawValue] = line }
    }
    return lines
  }
}
