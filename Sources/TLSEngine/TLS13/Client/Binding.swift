import Bytes
import TLSKeys
import TLSWire

extension OfferedKey {
  /// Whether so much data may be sent early with it.
  func takes(_ data: [UInt8]) -> Bool { !data.isEmpty && data.count <= Int(maximumEarlyData) }
}

extension Exchange {
  /// Puts the pre-shared key's extension at the end of a ClientHello, with the binder over all that
  /// stands before it (RFC 8446 §4.2.11.2).
  mutating func bind(
    _ hello: inout ClientHello, to key: OfferedKey
  ) throws(HandshakeFailure) {
    var extensions = hello.extensions ?? []
    extensions.removeAll { $0.type == .preSharedKey }
    hello.extensions = extensions + [key.unbound]
    let unfinished = hello
    let message = try decoding { () throws(WireError) in try HandshakeMessage.making(unfinished) }
    let length = hello.offeredPSKs?.bindersLength ?? 0
    let binder = try deriveBinder(over: facts.transcript + message.bytes.dropLast(length))
    hello.extensions = extensions + [key.bound(by: binder)]
  }
}
