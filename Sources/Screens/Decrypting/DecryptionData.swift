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
    // In the order in which they are printed.
    .object([
      "alerts": .array(
        session.alerts.map { .string("\($0.side.rawValue): \($0.description.label)") }),
      "application_protocol": text(session.applicationProtocol),
      "certificate": certificate(session.certificate),
      "client": address(session.flow.client),
      "draft": session.draft.map(JSONValue.number) ?? .null,
      "early_data": early(session.earlyData),
      "early_data_opened_by": text(session.earlyOpening?.rawValue),
      "external_psk": .bool(session.preShared?.isExternal == true),
      "group": text(session.group?.label),
      "handshake_failed": text(session.failure?.description.label),
      "handshakes": .number(session.handshakes), "key_exchange": text(session.keyExchange),
      "opened_by": text(session.opening?.rawValue), "prelude": text(session.prelude?.rawValue),
      "reason": text(session.reason?.name), "result": .string(session.result.rawValue),
      "resumed": .bool(session.isResumed),
      "sent_by_client": half(session.client, file(.client)),
      "sent_by_server": half(session.server, file(.server)),
      "sentence": text(session.reason.map { DecryptionWords.sentence($0, session) }),
      "server": address(session.flow.server), "server_name": text(session.serverName),
      "stream": .number(session.stream), "suite": text(session.suiteName),
      "time": .number(Int(session.time)), "version": text(session.version?.displayName),
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
    return .object(["serial": .string(name.serial), "subject": .string(name.subject)])
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
      "behind_close_notify": .number(half.behindClose), "file": text(file),
      "heartbeats_in_the_clear": .number(half.heartbeats), "lost": .number(half.lost),
      "opened_records": .number(half.openedRecords), "plaintext": .number(half.plaintext),
      "sealed_bytes": .number(half.sealedBytes), "sealed_records": .number(half.sealedRecords),
    ])
  }
}
