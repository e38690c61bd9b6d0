import Bytes
import Knowledge
public import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// Who knows after a step what they did not know before.
public struct LearnedLines {
  let step: Step
  let lab: Lab
  let viewer: Viewer

  /// - Parameter step: one of the viewer's session.
  public init(_ step: Step, _ lab: Lab, _ viewer: Viewer) {
    self.step = step
    self.lab = lab
    self.viewer = viewer
  }

  private var session: Session { viewer.session }

  private var actor: String { "the \(step.actor.word)" }

  public var lines: [Line] {
    switch step.effect {
    case .send(let message): return message.isOutOfSight ? [] : sent(message)
    case .received(let message):
      return viewer.sees(inside: step.actor)
        ? [Line("\(actor): what the \(message.title) says")] : []
    default: break
    }
    guard viewer.sees(inside: step.actor) else { return [Line("\(viewer.name): nothing")] }
    return inside
  }

  private var inside: [Line] {
    switch step.effect {
    case .generated(let generated):
      let names = [generated.secretPart, generated.publicPart].compactMap { $0?.name }
      return [Line("\(actor): \(nouns(names)); nobody else yet")]
    case .derived(let derivation): return derived(derivation.name)
    case .verified(let check): return [Line(verdict(check))]
    case .erased(let names):
      return [Line("nobody; \(actor) no longer has \(nouns(names))")]
    case .deliver: return [Line("the application of \(actor): what the other side said")]
    case .decided(.remembered): return [Line("nobody anything new")]
    case .decided(.renegotiation(let accepted)):
      return [
        Line(
          accepted
            ? "nobody anything new; all messages of it pass under the keys that are there"
            : "\(actor): the other side makes no further handshake; the keys stay")
      ]
    case .decided(.ignored(.handshake(.clientHello))):
      return [Line("nobody anything new; \(actor) makes no further handshake")]
    case .decided(.resumption(_?)) where step.wire.side(of: step.actor) == .server:
      return [Line("\(actor): the secret that both had in the earlier session")]
    case .decided where step.wire.side(of: step.actor) == .server:
      return [Line("\(actor) alone; the client hears of it with the next message")]
    case .decided: return [Line("\(actor): what the other side chose")]
    default: return []
    }
  }

  private func nouns(_ names: [ValueName]) -> String { listed(names.map(noun)) }

  /// `its random` for one's own, `the server's random` for another's.
  private func noun(_ name: ValueName) -> String {
    let noun = ValueWords(name).noun
    let own = "\(step.actor.word)'s "
    return noun.hasPrefix(own) ? "its " + noun.dropFirst(own.count) : "the " + noun
  }

  private func derived(_ name: ValueName) -> [Line] {
    let noun = noun(name)
    guard ValueWords(name).isSecret else {
      return [Line("\(actor): \(noun); anyone on the wire can compute it too")]
    }
    var lines = [Line("\(actor): \(noun)")]
    // What others could make of the wire an end does not know.
    guard viewer.actor == nil || viewer.actor == .interceptor else { return lines }
    if lab.closure(of: session, on: step.wire).known.contains(name) {
      lines.append(Line("the attacker: the same, from what was stolen", .bad))
    } else {
      lines.append(Line("the eavesdropper: nothing"))
    }
    return lines
  }

  private func verdict(_ check: Check) -> String {
    switch check.outcome {
    case .passed where check.name == .renegotiationInfo && !check.compared.isEmpty:
      "\(actor): both go on from the same handshake; nobody slipped another one in between"
    case .passed: "\(actor): \(check.name.finding(by: step.wire.side(of: step.actor)))"
    case .failed(let failure): "\(actor): \(check.name.phrase): \(failure.words)"
    case .skipped: "nobody: the check was left out"
    }
  }

  // MARK: Messages

  private func sent(_ message: Message) -> [Line] {
    guard !message.isProtected || !viewer.isEncrypted(step.wire) else {
      let ends = [Side.client, .server].map { step.wire.actor(playing: $0).word }
      return [
        Line("\(ends[0]) and \(ends[1]): what it says"),
        viewer.isOpened(message, on: step.wire)
          ? Line("the attacker: the same, with what was stolen", .bad)
          : Line("the eavesdropper: sender, time and length (\(message.records.count) bytes)"),
      ]
    }
    switch message.content {
    case .handshake(let handshake): return plaintext(handshake)
    case .changeCipherSpec:
      return [
        Line(
          "everyone: \(actor) \(viewer.isEncrypted(step.wire) ? "encrypts" : "adds a MAC") from here on"
        )
      ]
    case .alert(let alert): return [Line("everyone: \(alert.description.words)")]
    case .applicationData: return [Line("everyone: the content")]
    }
  }

  private func plaintext(_ message: HandshakeMessage) -> [Line] {
    let facts = session.facts(on: step.wire)
    switch message.type {
    case .clientHello:
      let name = facts.serverName.map { ", the name \($0)" } ?? ""
      let groups = facts.clientShares.compactMap(\.group.name)
      let keys = groups.isEmpty ? "" : ", its \(listed(groups)) PUBLIC key"
      return [Line("everyone: the client's random and offer\(keys)\(name)")]
    case .serverHello:
      let suite = facts.suite?.label ?? "the suite"
      let key = facts.version == .tls13 && facts.agreement != nil ? ", its PUBLIC key" : ""
      return [Line("everyone: the server's random\(key), and the choice: \(suite)")]
    case .certificate where step.wire.side(of: step.actor) == .client:
      return clientCertificate(message)
    case .certificate: return certificate
    case .certificateRequest:
      return [Line("everyone: the server wants to know who the client is, and by whose word")]
    case .certificateVerify: return [Line("everyone: the client has the key of its certificate")]
    case .serverKeyExchange:
      guard facts.parameters?.keyExchange != .psk else {
        return [Line("everyone: which key the server means")]
      }
      return ephemeral(of: .server)
    case .clientKeyExchange: return clientKeyExchange(facts)
    case .newSessionTicket:
      return [
        Line("everyone: the ticket, but SEALED; the client can't read it either"),
        Line("only the key of the server's tickets opens it, today or later", .warning),
      ]
    case .serverHelloDone: return [Line("everyone: it is the client's turn")]
    default: return [Line("everyone: what it says")]
    }
  }

  private var certificate: [Line] {
    guard let certificate = session.certificate(on: step.wire) else { return [] }
    return [
      Line("everyone: the certificate of \(certificate.subject) and its PUBLIC key"),
      Line("who owns it is not proved yet: anyone can copy a certificate"),
    ]
  }

  /// In TLS 1.2 a client's certificate passes in the open.
  private func clientCertificate(_ message: HandshakeMessage) -> [Line] {
    guard let bytes = try? message.read(CertificateMessage.self).certificateList.first?.data,
      let certificate = try? Certificate(der: bytes)
    else { return [Line("everyone: the client shows no certificate")] }
    return [
      Line("everyone: who the client says it is, \(certificate.subject)"),
      Line("that it has the key is not proved yet: its CertificateVerify will"),
    ]
  }

  private func clientKeyExchange(_ facts: WireFacts) -> [Line] {
    guard let exchange = facts.parameters?.keyExchange, exchange != .rsa else {
      return [
        Line("everyone: the pre-master secret, but ENCRYPTED"),
        Line("only the private key of the certificate opens it, today or in years", .warning),
      ]
    }
    let name =
      exchange.usesPreSharedKey
      ? [Line("everyone: the NAME of the pre-shared key, and so who calls; not the key")] : []
    return name + (exchange.isEphemeral ? ephemeral(of: .client) : [])
  }

  private func ephemeral(of side: Side) -> [Line] {
    let owner = step.wire.actor(playing: side).word
    let group = session.keyExchangeName(on: step.wire) ?? ""
    return [
      Line("everyone: the \(owner)'s \(group) PUBLIC key (its private half: \(owner) only)")
    ]
  }
}
