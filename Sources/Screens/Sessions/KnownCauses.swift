import Bytes
import Explanations
import Knowledge
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// What this program knows of why a connection came to nothing beyond the alert: what was asked for and not
/// shown, what either side had to offer, what the network does to large messages.
struct KnownCauses {
  private let session: Session
  private let wire: Wire

  init(_ session: Session) {
    self.session = session
    wire = session.clientWire
  }

  var rows: [Block] {
    guard [.failed, .refused, .running].contains(session.outcome) else { return [] }
    return
      (ClientCertificateCauses(session).rows + untrusted + offers + missingSwitch + largeHello
      + missingEnd)
      .map(\.asReason)
  }

  /// Nobody whom this machine trusts stands behind the certificate: one names whom one trusts.
  private var untrusted: [Block] {
    let faults = session.checks(by: .client).compactMap(\.failure).compactMap(CertificateFault.init)
    let strangers: [CertificateFault] = [.unknownIssuer, .selfSigned, .untrustedRoot, .incomplete]
    guard session.isOutside(.server), faults.contains(where: strangers.contains),
      let place = session.links[wire]?.flow.server
    else { return [] }
    let command = "connect \(session.serverName):\(place.port) ca=FILE"
    // An authority's certificate that the server keeps back is no matter of trust alone.
    let chain = session.chain(on: wire)
    let isAlone = chain.count == 1 && !chain[0].isSelfIssued
    let words = said(
      .failure, isAlone ? "send_the_chain" : "name_the_authority",
      ["issuer": chain.first?.issuer ?? ""])
    return [.labelled("remedy", Line(words + " ") + Line(command, .command))]
  }

  // MARK: What either side had to offer

  private var offers: [Block] {
    guard let (failure, _, actor) = session.failure, let hello = clientHello else { return [] }
    switch failure {
    case .refused(.noCommonGroup), .refused(.curveNotOffered):
      return rows(
        hello.supportedGroups?.map(\.label), session.settings[.serverGroups].map(\.label))
    case .refused(.noCommonSignatureScheme), .refused(.keyFitsNoScheme):
      return rows(
        hello.signatureSchemes?.map(\.label), session.settings[.serverSignatures].map(\.label))
    case .refused(.noCommonSuite), .refused(.keyFitsNoSuite):
      return rows(
        hello.cipherSuites.map(ReadableSuite.name),
        session.settings.suitesInForce(of: .server).map(\.label))
    case .refused(.noApplicationProtocol):
      return rows(
        hello.alpn, session.settings[.serverALPN])
    case .peerAlert(let alert)
    where actor == .server && alert.description == .noApplicationProtocol:
      return rows(hello.alpn, nil)
    case .refused(.version) where actor == .server:
      return rows(
        hello.supportedVersions?.map(\.label) ?? [hello.legacyVersion.label],
        session.settings.versions(of: .server).map(\.label))
    case .peerAlert(let alert) where actor == .server && alert.description == .protocolVersion:
      return rows(hello.supportedVersions?.map(\.label) ?? [hello.legacyVersion.label], nil)
    case .peerAlert(let alert)
    where actor == .server && alert.description == .unrecognizedName:
      let words =
        hello.serverName.map { said(.failure, "name_sent", ["name": $0]) }
        ?? said(.failure, "no_name_sent")
      return [.labelled("name", Line(words, .warning))]
    case .misbehaving(.illegalParameter(let field)) where actor == .client:
      return unoffered(field, hello)
    default: return []
    }
  }

  /// The server chose what nobody had offered.
  private func unoffered(_ field: String, _ hello: ClientHello) -> [Block] {
    if field.hasPrefix("compression_method") {
      return [.labelled("offered", Line(said(.failure, "null_offered")))]
    }
    guard field.hasPrefix("cipher_suite"), let suite = session.facts(on: wire).suite,
      !hello.cipherSuites.contains(suite)
    else { return [] }
    return [.labelled("offered", Line(said(.failure, "suite_unoffered")))]
  }

  private var clientHello: ClientHello? {
    for (_, step, message) in session.messages where step.wire == wire {
      guard case .handshake(let handshake) = message.content, handshake.type == .clientHello else {
        continue
      }
      return try? handshake.read(ClientHello.self)
    }
    return nil
  }

  /// - Parameter accepted: nil where that is a program outside, whose settings nobody knows here.
  private func rows(_ offered: [String]?, _ accepted: [String]?) -> [Block] {
    var blocks = [
      Block.labelled(
        "offered", Line(items(offered, "client_offers") ?? said(.failure, "nothing_offered")))
    ]
    if !session.isOutside(.server), let words = items(accepted, "server_accepts") {
      blocks.append(.labelled("accepted", Line(words)))
    }
    return blocks
  }

  /// The first of a list, in the words of an entry; nil where there is none.
  private func items(_ items: [String]?, _ entry: String) -> String? {
    guard let items, !items.isEmpty else { return nil }
    let more = items.count > 8 ? " +\(items.count - 8)" : ""
    return said(.failure, entry, ["items": items.prefix(8).joined(separator: " ") + more])
  }

  // MARK: What became of the line

  /// Before TLS 1.3 the peer says by a ChangeCipherSpec that what follows is encrypted (RFC 5246 §7.1): where that
  /// got lost, ciphertext is read as if it were a message.
  private var missingSwitch: [Block] {
    guard let (failure, _, actor) = session.failure, let version = session.facts(on: wire).version,
      version < .tls13, case .malformed = failure, actor != .interceptor
    else { return [] }
    let own: Side = actor == .client ? .client : .server
    let switches = session.messages.filter { _, step, message in
      step.wire == wire && message.kind == .changeCipherSpec
    }.map(\.message.sender)
    guard switches.contains(own), !switches.contains(own.other) else { return [] }
    let words = said(.failure, "missing_switch", ["side": own.other.rawValue])
    return [.labelled("likely", Line(words, .warning))]
  }

  /// A ClientHello that does not fit into one packet is thrown away by some boxes on the way.
  private var largeHello: [Block] {
    guard let outside = session.outside, outside.sides == [.server],
      hasLeftUnanswered(outside.endings[.server]),
      let hello = session.messages.first(where: { $0.message.sender == .client })?.message,
      hello.kind == .handshake(.clientHello), hello.records.count > Self.packet,
      session.recording(on: wire)?.bytes(.serverToClient).isEmpty != false
    else { return [] }
    return [
      .labelled(
        "size",
        Line(said(.failure, "large_client_hello", ["bytes": "\(hello.records.count)"]), .warning))
    ]
  }

  /// Whether nothing came: it went, or is waited for no longer.
  private func hasLeftUnanswered(_ ending: Outside.Ending?) -> Bool {
    switch ending {
    case .closed, .reset, .silent: true
    case .tooMuch, .gone: false
    case nil: session.outcome == .running && session.awaitsOutside
    }
  }

  /// What a packet of TCP carries on most ways (RFC 9293 §3.7.1; Ethernet has 1500 bytes with both headers).
  private static let packet = 1300

  /// The stream ended, and nobody had said that it would.
  private var missingEnd: [Block] {
    guard session.steps.contains(where: { $0.effect == .truncated }),
      session.outside?.endings.values.contains(where: { [.closed, .reset].contains($0) }) == true,
      session.isInConversation
    else { return [] }
    let isThrough = session.steps.contains { $0.effect == .established }
    return isThrough ? [.labelled("end", Line(said(.failure, "no_close_notify"), .warning))] : []
  }
}
