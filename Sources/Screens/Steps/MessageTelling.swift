import Bytes
import Explanations
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// What everyone learns of a message that passes in the open.
struct MessageTelling {
  private let message: Message
  private let step: Step
  private let viewer: Viewer
  private let facts: WireFacts

  init(_ message: Message, of step: Step, _ viewer: Viewer) {
    self.message = message
    self.step = step
    self.viewer = viewer
    facts = viewer.session.facts(on: step.wire)
  }

  private var session: Session { viewer.session }

  private var isClients: Bool { step.wire.side(of: step.actor) == .client }

  private func line(
    _ name: String, _ values: [String: String] = [:], _ style: Style = .plain
  ) -> Line {
    Line(words(name, values), style)
  }

  private func words(_ name: String, _ values: [String: String] = [:]) -> String {
    Catalogue.current.words(
      .learned, of: [ExplanationKey(.message, name), .other(.message)], values)
  }

  var lines: [Line] {
    switch message.content {
    case .handshake(let handshake): handshakeLines(handshake)
    case .changeCipherSpec where facts.version == .tls13: [line("change_cipher_spec.13")]
    case .changeCipherSpec:
      [
        line(
          viewer.isEncrypted(step.wire) ? "change_cipher_spec" : "change_cipher_spec.mac",
          ["actor": the(step.actor.word)])
      ]
    case .alert(let alert): [line("alert", ["alert": alert.description.words])]
    case .applicationData: [line("application_data")]
    }
  }

  private func handshakeLines(_ handshake: HandshakeMessage) -> [Line] {
    let name = message.kind.name
    switch handshake.type {
    case .clientHello: return [clientHello]
    case .serverHello: return [serverHello]
    case .certificate where isClients: return clientCertificate(handshake)
    case .certificate: return certificate
    case .serverKeyExchange:
      return facts.parameters?.keyExchange == .psk
        ? [line(name + ".psk")] : [line(name, ephemeral(of: .server))]
    case .clientKeyExchange: return clientKeyExchange(name)
    case .newSessionTicket: return [line(name), line(name + ".secret", [:], .warning)]
    default: return [line(name)]
    }
  }

  private var clientHello: Line {
    let groups = facts.clientShares.compactMap(\.group.name)
    return line(
      "client_hello",
      [
        "shares": groups.isEmpty ? "" : words("client_hello.shares", ["groups": listed(groups)]),
        "name": facts.serverName.map { words("client_hello.name", ["name": $0]) } ?? "",
      ])
  }

  private var serverHello: Line {
    let hasShare = facts.version == .tls13 && facts.agreement != nil
    return line(
      "server_hello",
      [
        "share": hasShare ? words("server_hello.share") : "",
        "suite": facts.suite?.label ?? words("server_hello.suite"),
      ])
  }

  private var certificate: [Line] {
    guard let certificate = session.certificate(on: step.wire) else { return [] }
    return [
      line("certificate", ["subject": certificate.subject]), line("certificate.unproved"),
    ]
  }

  /// In TLS 1.2 a client's certificate passes in the open.
  private func clientCertificate(_ message: HandshakeMessage) -> [Line] {
    guard let bytes = try? message.read(CertificateMessage.self).certificateList.first?.data,
      let certificate = try? Certificate(der: bytes)
    else { return [line("certificate.none")] }
    return [
      line("certificate.client", ["subject": certificate.subject]),
      line("certificate.client.unproved"),
    ]
  }

  private func clientKeyExchange(_ name: String) -> [Line] {
    guard let exchange = facts.parameters?.keyExchange, exchange != .rsa else {
      return [line(name + ".rsa"), line(name + ".rsa.secret", [:], .warning)]
    }
    return (exchange.usesPreSharedKey ? [line(name + ".psk")] : [])
      + (exchange.isEphemeral ? [line(name, ephemeral(of: .client))] : [])
  }

  private func ephemeral(of side: Side) -> [String: String] {
    [
      "owner": step.wire.actor(playing: side).word,
      "group": session.keyExchangeName(on: step.wire) ?? "",
    ]
  }
}
