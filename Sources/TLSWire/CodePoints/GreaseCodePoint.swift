public import Bytes

/// A code point of which sixteen numbers mean nothing for ever (GREASE): clients send them so that
/// servers stay used to passing over what they do not know (RFC 8701 §2).
public protocol GreaseCodePoint: CodePoint where RawValue == UInt16 {}

extension GreaseCodePoint {
  /// Whether the number is one of those that mean nothing: two equal bytes of the form `?A`.
  public var isGrease: Bool { rawValue & 0x0f0f == 0x0a0a && rawValue >> 8 == rawValue & 0xff }

  /// The name in IANA's registry; `GREASE_0x1A1A` for a number that is reserved to mean nothing.
  public var name: String? { Self.names[rawValue] ?? (isGrease ? "GREASE_\(hexadecimal)" : nil) }
}

extension CipherSuite: GreaseCodePoint {}
extension ExtensionType: GreaseCodePoint {}
extension NamedGroup: GreaseCodePoint {}
extension SignatureScheme: GreaseCodePoint {}
extension ProtocolVersion: GreaseCodePoint {}
