import Bytes
import CryptoPrimitives
import Explanations
public import Knowledge
public import Lab
import Network
import Pages
public import TLSEngine
import TLSKeys
import TLSWire
import X509

extension Actor {
  /// The word for an actor on every screen.
  public var word: String {
    switch self {
    case .client: "client"
    case .server: "server"
    case .interceptor: "attacker"
    }
  }

  /// The same in the language that was chosen.
  public var spoken: String { Wording.text(of: word) }
}

extension Side {
  /// The word for a side on every screen, in the language that was chosen.
  var spoken: String { Wording.text(of: rawValue) }
}

extension MessageKind {
  /// The name as the RFCs write it in running text: `ClientHello`.
  public var title: String {
    name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// A few letters, for narrow ladders.
  var shortTitle: String {
    switch self {
    case .changeCipherSpec: "CCS"
    case .applicationData: "data"
    case .alert: "Alert"
    case .handshake(.serverKeyExchange): "SKE"
    case .handshake(.clientKeyExchange): "CKE"
    case .handshake(.serverHelloDone): "Done"
    case .handshake(.certificate): "Cert"
    case .handshake(.finished): "Fin"
    case .handshake(.encryptedExtensions): "EE"
    case .handshake(.certificateVerify): "CV"
    case .handshake(.certificateRequest): "CReq"
    case .handshake(.newSessionTicket): "NST"
    default: title
    }
  }
}

extension Message {
  /// The name as the RFCs write it; that of a ServerHello depends on what stands in it. Of a sealed message
  /// it is what its record says by itself (RFC 5246 §6.2.1): in TLS 1.3 always the same.
  public var title: String {
    if isSealed { return String(worded: "protected \(name) record") }
    return isHelloRetryRequest ? "HelloRetryRequest" : kind.title
  }

  /// The name on the wire: `client_hello`; of a sealed message the type of its record.
  public var name: String {
    guard isSealed, let type = records.first else { return kind.name }
    return ContentType(rawValue: type).label
  }

  /// A few letters, for narrow ladders.
  var shortTitle: String {
    if isSealed { return "sealed" }
    return isHelloRetryRequest ? "HRR" : kind.shortTitle
  }

  var isHelloRetryRequest: Bool {
    guard case .handshake(let handshake) = content else { return false }
    return handshake.isHelloRetryRequest
  }
}

extension RFCSection {
  /// `RFC 9846 section 7.1`, in plain characters; what is no longer in force says so.
  public var cited: String { citation.written(.words) }

  private var citation: Citation { Citation("RFC \(rfc)", section: section) }
}

extension Session {
  /// `RSA`, `ECDHE x25519`; nil before the ServerHello.
  public func keyExchangeName(on wire: Wire) -> String? {
    let facts = facts(on: wire)
    guard let word = facts.keyExchangeWord?.uppercased() else { return nil }
    guard let group = groupName(on: wire) else { return word }
    return "\(word) \(group)"
  }

  /// The group that was decided on one stretch of wire.
  public func groupName(on wire: Wire) -> String? {
    remembered(GroupMemory(wire: wire)) { findGroupName(on: wire) }
  }

  private struct GroupMemory: Hashable, Sendable { var wire: Wire }

  private func findGroupName(on wire: Wire) -> String? {
    for step in steps where step.wire == wire {
      if case .decided(.group(let group)) = step.effect { return group.label }
    }
    return facts(on: wire).group?.label
  }

  /// `TLS 1.2`, `TLS 1.0 (deprecated)`; nil before the ServerHello.
  public func versionName(on wire: Wire) -> String? { facts(on: wire).version?.judgedName }
}

extension ProtocolVersion {
  /// The name, and what became of the version (RFC 8996).
  var judgedName: String { isLegacy ? "\(displayName) (deprecated)" : displayName }

  /// `1.2`, `1.0 (deprecated)`.
  var judgedNumber: String { isLegacy ? "\(number) (deprecated)" : number }
}

extension KeyKind {
  /// `RSA-2048`, `EC secp256r1`, `Ed25519`.
  var word: String {
    switch self {
    case .rsa(let bits): "RSA-\(bits)"
    case .rsaPSS(let bits, _): "RSA-PSS-\(bits)"
    case .ec(let group): "EC \(group.rawValue)"
    case .ed25519: "Ed25519"
    case .ed448: "Ed448"
    case .other(let name): name
    }
  }
}

extension Session.Outcome {
  /// The word in brackets.
  var badge: Line {
    switch self {
    case .fooled: Line("[FOOLED]", .bad)
    case .refused: Line("[REFUSED]", .warning)
    case .failed: Line("[FAILED]", .bad)
    case .established: Line("[ESTABLISHED]", .good)
    case .closed: Line("[CLOSED]", .good)
    case .plain: Line("[IN THE OPEN]", .warning)
    case .running: Line("[RUNNING]", .warning)
    case .unreadable: Line("[UNREADABLE]", .warning)
    }
  }

  /// What became of it, behind the session's name: `has failed`.
  var phrase: String { said(.connection, "outcome.\(rawValue)") }
}

extension VaultState {
  /// The word in brackets: red is for what the attacker reads.
  var badge: Line {
    switch self {
    case .open: Line("[OPEN]", .bad)
    case .partly: Line("[PARTLY OPEN]", .bad)
    case .sealed: Line("[SEALED]", .good)
    case .notRecorded: Line("[NOT RECORDED]", .faint)
    case .unreadable: Line("[UNREADABLE]", .warning)
    case .empty: Line("[EMPTY]", .faint)
    }
  }
}

extension Check.Name {
  private var keys: ExplanationCandidates { [ExplanationKey(.check, rawValue)] }

  /// What is checked, in a few words.
  var phrase: String {
    let words = Catalogue.current.words(.brief, of: keys)
    return words.isEmpty ? rawValue : words
  }

  /// What is known once the check has passed.
  ///
  /// - Parameters:
  ///   - side: the one that checked.
  ///   - detail: the end of the entry's name, where it is told in several ways.
  func finding(by side: Side, _ detail: String? = nil) -> String {
    let own = detail.map { [ExplanationKey(.check, "\(rawValue).\($0)")] } ?? []
    return Catalogue.current.words(.learned, of: own + keys, side: side.rawValue)
  }

  /// One word, for lists: `chain`.
  var word: String {
    rawValue.hasPrefix("certificate.") ? String(rawValue.dropFirst("certificate.".count)) : rawValue
  }
}

extension Check.Name {
  /// A word or two, for lists.
  var short: String {
    let short = said(.check, "\(rawValue).short")
    return short.isEmpty ? Wording.text(of: word) : short
  }

  /// Whether it is about a certificate.
  var isOfCertificate: Bool { rawValue.hasPrefix("certificate.") }
}

extension Check.Failure {
  /// The reason in plain words.
  var words: String {
    if let fault = CertificateFault(self) {
      let isNameless = fault == .wrongName && found == nil
      return isNameless ? said(.examination, "name.none") : fault.words(found)
    }
    let words = Catalogue.current.words(.brief, of: [ExplanationKey(.check, reason)])
    return words.isEmpty ? reason : words
  }
}
