/// Why a challenge or credentials can't be used.
public enum DigestError: Error, Sendable, Hashable, Codable {
  /// A scheme other than Digest.
  case otherScheme
  /// Not a list of `name=value`, or a name that comes twice.
  case malformed
  /// A parameter that RFC 7616 requires is not there or not of its form.
  case missing(parameter: String)
  /// A hash that the program has not.
  case unknownAlgorithm(String)
  /// `qop=auth` is not offered.
  case unknownQualityOfProtection
}
