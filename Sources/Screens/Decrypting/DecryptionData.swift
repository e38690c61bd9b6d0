import Bytes
public import Captures
public import Decryptor
public import Lab
import Network
public import TLSKeys
import TLSWire

/// The same for other programs.
public enum DecryptionData {
  /// One session.
  ///
  /// - Parameter file: where the plaintext of a direction was written.
  public static func of(
    _ session: DecryptedSession, file: (Side) -> String? = { _ in nil }
  ) -> JSONValue {
    .object([
      "stream": .number(session.stream), "time": .number(Int(session.time)),
      "client": address(session.flow.client), "server": address(session.flow.server),
      "prelude": text(session.prelude?.rawValue), "server_name": text(session.serverName),
      "application_protocol": text(session.applicationProtocol),
      "version": text(session.version?.displayName),
      "draft": session.draft.map(JSONValue.number) ?? .null,
      "suite": text(session.suiteName), "key_exchange": text(session.keyExchange),
      "group": text(session.group?.label),
      "resumed": .bool(session.isResumed),
      "external_psk": .bool(session.preShared?.isExternal == true),
      "handshakes": .number(session.handshakes),
      "certificate": certificate(session.certificate),
      "result": .string(session.result.rawValue), "opened_by": text(session.opening?.rawValue),
      "handshake_failed": text(session.failure?.description.label),
      "early_data": early(session.earlyData),
      "early_data_opened_by": text(session.earlyOpening?.rawValue),
      "reason": text(session.reason?.name),
      "sentence": text(session.reason.map { DecryptionWords.sentence($0, session) }),
      "sent_by_client": half(session.client, file(.client)),
      "sent_by_server": half(session.server, file(.server)),
      "alerts": .array(
        session.alerts.map { .string("\($0.side.rawValue): \($0.description.label)") }),
    ])
  }

  /// Handshakes over datagrams of one version; null where there was no ServerHello.
  public static func of(_ count: DTLSSightings.Count) -> JSONValue {
    .object([
      "version": count.version.map { .string(DecryptionWords.dtls($0)) } ?? .null,
      "alert": text(count.alert?.label), "asked_for_cookie": .bool(count.isAsked),
      "handshakes": .number(count.handshakes), "read": .bool(false),
    ])
  }

  /// Connections of QUIC of one version.
  public static func of(_ count: QUICSightings.Count) -> JSONValue {
    .object([
      "version": .string(DecryptionWords.quic(count.version)),
      "connections": .number(count.connections), "read": .bool(false),
    ])
  }

  /// Packets that were passed over.
  public static func of(_ count: PassedOver.Count) -> JSONValue {
    .object(["kind": .string(count.kind.name), "packets": .number(count.packets)])
  }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  private static func address(_ address: Address) -> JSONValue {
    .object(["address": .string(address.ip), "port": .number(Int(address.port))])
  }

  private static func certificate(_ name: CertificateName?) -> JSONValue {
    guard let name else { return .null }
    return .object(["subject": .string(name.subject), "serial": .string(name.serial)])
  }

  /// What the client said before it was answered; `taken` is null where the server's answer can't be read.
  private static func early(_ data: DecryptedSession.EarlyData?) -> JSONValue {
    guard let data else { return .null }
    return .object([
      "plaintext": .number(data.plaintext), "taken": data.isTaken.map(JSONValue.bool) ?? .null,
    ])
  }

  private static func half(_ half: DecryptedSession.Half, _ file: String?) -> JSONValue {
    .object([
      "plaintext": .number(half.plaintext), "opened_records": .number(half.openedRecords),
      "sealed_records": .number(half.sealedRecords), "sealed_bytes": .number(half.sealedBytes),
      "lost": .number(half.lost), "behind_close_notify": .number(half.behindClose),
      "heartbeats_in_the_clear": .number(half.heartbeats),
      "file": text(file),
    ])
  }
}
