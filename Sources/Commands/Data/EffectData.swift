import Bytes
import Knowledge
import Screens
import TLSEngine
import TLSKeys
import TLSWire

extension Effect {
  /// What the step is about, by its name.
  var object: String? {
    switch self {
    case .received(let message), .send(let message): message.name
    case .generated(let value): (value.publicPart ?? value.secretPart)?.name.rawValue
    case .recalled(let value): value.name.rawValue
    case .derived(let derivation): derivation.name.rawValue
    case .signed(let signature): signature.scheme.label
    case .verified(let check): check.name.rawValue
    case .erased(let names): names.map(\.rawValue).joined(separator: " ")
    case .failed(_, let alert): alert.description.label
    case .install(let keys): "\(keys.sender.rawValue) \(keys.forWriting ? "writing" : "reading")"
    case .decided(let decision): decision.object
    case .deliver, .established, .truncated, .close: nil
    }
  }
}

extension Decision {
  fileprivate var object: String? {
    switch self {
    case .version(let version): version.label
    case .suite(let suite): suite.label
    case .group(let group): group.label
    case .signatureScheme(let scheme): scheme.label
    case .applicationProtocol(let name): name
    case .extendedMasterSecret(let on): "extended_master_secret \(on ? "on" : "off")"
    case .encryptThenMAC(let on): "encrypt_then_mac \(on ? "on" : "off")"
    case .retry(let group): group?.label ?? "hello_retry_request"
    case .offeredKey(let kind): "\(kind.rawValue) psk offered"
    case .preSharedKey(let kind, let withDiffieHellman):
      "\(kind.rawValue) \(withDiffieHellman ? "psk_dhe_ke" : "psk_ke")"
    case .earlyData(let taken): "early_data \(taken ? "accepted" : "rejected")"
    case .noClientCertificate: "no_client_certificate"
    case .substitutedPreMasterSecret: "pre_master_secret substituted"
    case .recordSizeLimit(let limit): "record_size_limit \(limit)"
    case .resumption(let means): "resumption \(means?.rawValue ?? "declined")"
    case .remembered(let means): "remembered \(means.rawValue)"
    case .stapled(let response): "ocsp_response of \(response.count) bytes"
    case .renegotiation(let accepted): "renegotiation \(accepted ? "begun" : "declined")"
    case .ignored(let kind): "\(kind.name) ignored"
    }
  }
}
