/// A certificate as people find it again.
public struct CertificateName: Hashable, Sendable {
  /// The subject's common name, or its whole name.
  public var subject: String
  /// Hexadecimal digits.
  public var serial: String

  public init(subject: String, serial: String) {
    self.subject = subject
    self.serial = serial
  }
}
