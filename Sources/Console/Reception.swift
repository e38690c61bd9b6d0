public import Commands
import Files
import Lab
import Platform
import Screens
import Sockets
import TLSKeys
import X509

/// `tlslab listen` and `tlslab relay`: whoever calls is served, and each visit is shown.
public struct Reception: Sendable {
  private let renderer: Renderer
  private let isQuiet: Bool
  private let seed: UInt64?
  /// Where the certificate is written that clients are to trust.
  public var authorityFile: String?

  public init(appearance: Appearance, isQuiet: Bool, seed: UInt64?) {
    renderer = Renderer(appearance: appearance, hints: false)
    self.isQuiet = isQuiet
    self.seed = seed
  }

  /// How a certificate begins in PEM (RFC 7468 section 5.1).
  private static let armour = "-----BEGIN CERTIFICATE-----"

  /// A world whose keys nobody can guess, unless a seed was asked for by name.
  private var lab: Lab { Lab(seed: seed ?? .random(in: 1...UInt64.max)) }

  /// Serves until Ctrl-C.
  ///
  /// - Parameter choices: settings of the server, `key=value`.
  /// - Returns: how the program is to end.
  public func listen(_ port: Int, _ choices: [String]) -> ExitStatus {
    serve { () throws(CommandError) in
      var lab = lab
      let terms = try ServiceTerms<ListenTerms>(typed: choices, in: lab)
      guard authorityFile == nil || !terms.terms.showsOwnCertificate else {
        throw CommandError(
          "--ca-file writes the lab's authority, and cert= shows a certificate that it did not sign",
          details: ["leave --ca-file out: clients are to trust whoever signed your certificate"],
          status: .usage)
      }
      try writeAuthority(World.firmAuthority, of: &lab)
      let service = try making(in: lab) { try VisitorService(lab, port: port, terms) }
      say(
        "listening on 127.0.0.1:\(service.port) until Ctrl-C", terms.idle,
        terms.terms.commands(for: service.port, in: lab, trusting: authorityFile),
        behind: terms.terms.behindTLS)
      service.run(isStopped: { Interrupt.isRequested }) { result in
        switch result {
        case .success(let lab): show(lab)
        case .failure(let error): complain(error)
        }
      }
    }
  }

  /// Stands between until Ctrl-C.
  ///
  /// - Parameters:
  ///   - server: `HOST:PORT`.
  ///   - choices: `cert=KIND`, `key=FILE` and settings.
  /// - Returns: how the program is to end.
  public func relay(_ port: Int, to server: String, _ choices: [String]) -> ExitStatus {
    serve { () throws(CommandError) in
      var lab = lab
      let service = try ServiceTerms<RelayTerms>(typed: choices, in: lab)
      let terms = service.terms
      try writeAuthority(terms.authority ?? World.attackersAuthority, of: &lab)
      let relay = try making(in: lab) { try RelayService(lab, port: port, to: server, on: service) }
      say(
        "standing on 127.0.0.1:\(relay.port), before \(server), until Ctrl-C", service.idle,
        terms.commands(
          for: relay.port, before: server, in: lab,
          trusting: terms.trusted == nil ? nil : authorityFile))
      relay.run(isStopped: { Interrupt.isRequested }) { result in
        switch result {
        case .success(let lab): show(lab)
        case .failure(let error): complain(error)
        }
      }
    }
  }

  private func serve(_ body: () throws(CommandError) -> Void) -> ExitStatus {
    Interrupt.install()
    do throws(CommandError) {
      try body()
      return .ok
    } catch {
      complain(error)
      return error.status
    }
  }

  private func making<Made>(in lab: Lab, _ make: () throws -> Made) throws(CommandError) -> Made {
    do {
      return try make()
    } catch {
      throw CommandError(reaching: error, in: lab)
    }
  }

  /// Writes the certificate that makes clients believe, where that was asked for; the authority's key is
  /// in the lab then.
  private func writeAuthority(_ name: String, of lab: inout Lab) throws(CommandError) {
    guard let authorityFile else { return }
    let pem: String
    do throws(LabError) {
      pem = try lab.authority(name).authority.certificate.pem
    } catch {
      throw CommandError(error, in: lab)
    }
    let file = URL(fileURLWithPath: authorityFile)
    // That of the last time is replaced: scripts call again. Anything else was hardly meant.
    let isOurs = (try? FileContents.kept(file)).map { $0.starts(with: Self.armour.utf8) } ?? false
    do throws(HandedOut.Refusal) {
      try HandedOut.write(Array(pem.utf8), to: file, mode: 0o644, replacing: isOurs)
    } catch {
      throw error == .taken
        ? CommandError("\(authorityFile) is there already, and holds no certificate")
        : CommandError(error, authorityFile)
    }
  }

  private func say(
    _ what: String, _ idle: Double?, _ commands: [String], behind: String? = nil
  ) {
    let silence = idle.map { "a connection that is silent for \(Int($0)) s is closed" }
    let lines = [what, silence, behind].compactMap(\.self) + commands.map { "  try: \($0)" }
    Terminal.write(Shown(lines.map { $0 + "\n" }.joined()))
  }

  private func show(_ lab: Lab) {
    guard let session = lab.currentSession else { return }
    let page = isQuiet ? Screens.visit(lab, session) : Screens.connected(lab, session)
    Terminal.write(renderer.shown(page, for: lab.settings) + (isQuiet ? "" : "\n"))
  }

  private func complain(_ error: CommandError) {
    Terminal.complain(renderer.shown(error.page))
  }
}
