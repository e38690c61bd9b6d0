import Commands
import Explanations
import Lab
import Platform
import Probing
import Screens
import TLSWire
import X509

/// `probe HOST:PORT`: what a server takes.
enum ProbeVerb {
  static func run(
    _ interpreter: inout Interpreter, _ terms: ProbeTerms
  ) throws(CommandError) -> Page {
    let surroundings = interpreter.surroundings
    surroundings.announce(
      said(
        .probe, "asking",
        ["endpoint": "\(terms.endpoint)", "rate": terms.rateText]))
    let server = try ask(terms, surroundings) { count in
      // Who waits for a minute wants to see that something happens.
      guard terms.rate <= slow, count > 1, count % portion == 1 else { return }
      surroundings.announce(said(.probe, "asked-so-far", ["count": "\(count - 1)"]))
    }
    return Screens.probe(server)
  }

  /// Connections a second up to which it takes a while.
  private static let slow = 5.0
  /// After how many questions something is said.
  private static let portion = 15

  static func data(
    _ interpreter: Interpreter, _ terms: ProbeTerms
  ) throws(CommandError) -> JSONValue {
    ProbeData.of(try ask(terms, interpreter.surroundings))
  }

  private static func ask(
    _ terms: ProbeTerms, _ surroundings: Interpreter.Surroundings,
    isAsking: @escaping (Int) -> Void = { _ in }
  ) throws(CommandError) -> ProbedServer {
    let report = Probe(terms, isInterrupted: surroundings.isInterrupted, isAsking: isAsking).run()
    guard !report.isEmpty else { throw refusal(report, terms) }
    return ProbedServer(
      endpoint: "\(terms.endpoint)", traffic: traffic(terms), report: report,
      examinations: report.chains.compactMap { examine($0, report, terms) })
  }

  /// What is to be said of a chain, and of the response that is stapled to it, as who asked for one must look at
  /// that (RFC 6066 §8).
  private static func examine(
    _ chain: [[UInt8]], _ report: ProbeReport, _ terms: ProbeTerms
  ) -> CertificateExamination? {
    let certificates = chain.compactMap { try? Certificate(der: $0) }
    guard !certificates.isEmpty else { return nil }
    let handshake = report.handshake(showing: chain)
    return CertificateVerification(
      host: terms.host, at: Int64(Date().timeIntervalSince1970),
      trust: TrustStore(roots: terms.roots), asksForStaple: handshake != nil
    ).examine(certificates, staple: handshake?.staple)
  }

  /// Why nothing can be said of a server, and what may help.
  private static func refusal(_ report: ProbeReport, _ terms: ProbeTerms) -> CommandError {
    let standings = report.versions.map(\.standing)
    let answers = standings.compactMap { standing -> ProbeAnswer? in
      switch standing {
      case .taken: nil
      case .refused(let answer), .spoken(let answer), .unknown(let answer): answer
      }
    }
    // What it said in most words.
    let answer = report.cutShort ?? answers.first { $0.isClear } ?? answers.first ?? .silent
    if answer == .stopped { return CommandError(.interrupted as SocketError) }
    // Who says why there is no connection names the server.
    if case .unreached(let reason) = answer { return CommandError(reason, status: .failed) }
    var error = CommandError("\(terms.endpoint): \(answer.words)", status: .failed)
    if answer == .alert(.unrecognizedName) { error.details = [said(.probe, "nothing.name")] }
    guard case .otherProtocol(let bytes) = answer else { return error }
    let text = String(decoding: bytes, as: UTF8.self)
    let starts: [(String, StartTLS)] = [
      ("220", .smtp), ("* OK", .imap), ("+OK", .pop3), ("<", .xmpp),
    ]
    let meant = starts.first { text.hasPrefix($0.0) }?.1
    error.details = [
      meant.map { said(.probe, "nothing.starttls", ["protocol": $0.typed]) }
        ?? said(.probe, "nothing.plain")
    ]
    return error
  }

  private static func traffic(_ terms: ProbeTerms) -> ProbedServer.Traffic {
    switch terms.protocolBefore {
    case .smtp, .imap, .pop3: .mail
    case .xmpp: .messages
    case nil: [443, 8443].contains(terms.endpoint.port) ? .connections : .calls
    }
  }
}

extension ProbeTerms {
  fileprivate var rateText: String { rate == rate.rounded() ? "\(Int(rate))" : "\(rate)" }
}

extension Parameter where Value == ProbeTerms {
  static var probeTerms: Parameter {
    Parameter(
      .one(.address), .trusted,
      .named("starttls", .startTLS, meaning: "what is spoken before TLS is asked for"),
      .named("rate", .rate, meaning: "connections a second at most, 1 if nothing is said"),
      .named("wait", .patience, meaning: "seconds that an answer may take, 10 if nothing is said"),
      .named(
        Setting.clientSNI.key, .serverName,
        meaning: "the name to ask for, where the server is called by an address")
    ) { endpoint, roots, protocolBefore, rate, patience, name in
      var terms = ProbeTerms(
        endpoint: endpoint, roots: roots, protocolBefore: protocolBefore,
        rate: rate ?? ProbeTerms.usualRate)
      terms.name = name
      if let patience { terms.patience = patience }
      return terms
    }
  }
}

extension Word where Value == String {
  /// A name that can stand in server_name (RFC 6066 §3).
  fileprivate static var serverName: Word {
    Word("NAME") { text, _ throws(CommandError) in
      guard case .dns = AlternativeName(text), let name = HostNameMatch.ascii(text),
        name.utf8.allSatisfy({ 0x21..<0x7f ~= $0 })
      else { throw CommandError(refusal: "outside.server-name", ["text": text]) }
      return name
    }
  }
}

extension Word where Value == Double {
  fileprivate static var rate: Word {
    Word("NUMBER") { text, _ throws(CommandError) in
      guard let rate = Double(text), rate.isFinite, rate >= 0.01, rate <= ProbeTerms.highestRate
      else {
        throw CommandError(refusal: "outside.rate", ["text": text])
      }
      return rate
    }
  }

  fileprivate static var patience: Word {
    Word("SECONDS") { text, _ throws(CommandError) in
      guard let seconds = Double(text), seconds.isFinite, (0.1...600).contains(seconds) else {
        throw CommandError(refusal: "outside.patience", ["text": text])
      }
      return seconds
    }
  }
}
