/// What a server sends to someone who has not proved a password: the value of `WWW-Authenticate`
/// (RFC 7616 §3.3, RFC 3261 §22.4).
public struct DigestChallenge: Sendable, Hashable, Codable {
  /// What the password is for.
  public var realm: String
  /// The server's once-only value.
  public var nonce: String
  public var opaque: String?
  public var algorithm: DigestAlgorithm
  /// Whether the last response was right but for its nonce.
  public var stale: Bool

  public init(
    realm: String, nonce: String, opaque: String? = nil, algorithm: DigestAlgorithm = .md5,
    stale: Bool = false
  ) {
    self.realm = realm
    self.nonce = nonce
    self.opaque = opaque
    self.algorithm = algorithm
    self.stale = stale
  }

  /// Reads a header's value. `qop` must offer `auth`.
  public init(parsing header: String) throws(DigestError) {
    let parameters = try DigestParameters(parsing: header)
    let offers = try parameters.required("qop").split(separator: ",")
    guard offers.contains(where: { $0.trimmingWhiteSpace().lowercased() == "auth" }) else {
      throw .unknownQualityOfProtection
    }
    realm = try parameters.required("realm")
    nonce = try parameters.required("nonce")
    opaque = parameters["opaque"]
    algorithm = try DigestAlgorithm(parameter: parameters["algorithm"])
    stale = parameters["stale"]?.lowercased() == "true"
  }

  /// The value as a header holds it.
  public var headerValue: String {
    var fields = ["realm=\(realm.quoted)", "nonce=\(nonce.quoted)"]
    if let opaque { fields.append("opaque=\(opaque.quoted)") }
    fields += ["qop=\"auth\"", "algorithm=\(algorithm.rawValue)"]
    if stale { fields.append("stale=true") }
    return "Digest " + fields.joined(separator: ", ")
  }
}
