public import Decryptor
public import Lab
import Media
import Network

/// The calls of a capture for other programs.
public enum CallData {
  /// One call.
  ///
  /// - Parameter file: where its sound was written.
  public static func of(_ call: FollowedCall, file: String?) -> JSONValue {
    .object([
      "number": .number(call.number), "call_id": text(call.callID),
      "caller": text(call.caller), "called": text(call.called),
      "signalling": .array(call.signalling.map(signalling)),
      "hearing": .string(call.hearing.name), "by_everyone": .bool(call.isByEveryone),
      "sentence": .string(CallRows.sentence(call.hearing)),
      "directions": .array(call.directions.map { direction($0, of: call) }), "file": text(file),
      "channels": .array(
        file == nil ? [] : call.heardParties.map { party($0, of: call) }),
    ])
  }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  private static func signalling(_ signalling: FollowedCall.Signalling) -> JSONValue {
    switch signalling {
    case .udp: .object(["transport": .string("udp"), "stream": .null])
    case .tcp: .object(["transport": .string("tcp"), "stream": .null])
    case .tls(let stream, _): .object(["transport": .string("tls"), "stream": .number(stream)])
    }
  }

  /// As in the text: without signalling nobody tells who called whom.
  private static func party(_ party: FollowedCall.Party, of call: FollowedCall) -> JSONValue {
    guard call.isUnsignalled else { return .string(party.rawValue) }
    return .string(party == .caller ? "one_side" : "other_side")
  }

  private static func direction(
    _ direction: FollowedCall.Direction, of call: FollowedCall
  ) -> JSONValue {
    let counts = direction.counts
    let sound = direction.sound
    return .object([
      "party": party(direction.party, of: call),
      "source": address(direction.source), "target": address(direction.target),
      "time": .number(Int(direction.time)), "packets": .number(direction.packets),
      "authenticated": .number(direction.suite == nil ? 0 : counts.authenticated),
      "refused": .number(counts.refused), "duplicates": .number(counts.duplicates),
      "lost": .number(counts.lost), "samples": .number(sound.samples.count),
      "left_out": .number(sound.leftOut),
      "suite": text(direction.suite), "codec": text(direction.codec),
      "undecoded": .object(JSONObject(direction.undecoded.mapValues { .number($0) })),
      "hearing": .string(direction.hearing.name), "by_everyone": .bool(direction.isByEveryone),
      "sentence": .string(CallRows.sentence(direction)),
    ])
  }

  private static func address(_ address: Address) -> JSONValue {
    .object(["address": .string(address.ip), "port": .number(Int(address.port))])
  }
}
