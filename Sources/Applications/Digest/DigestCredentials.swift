import Bytes
public import CryptoPrimitives
public import Knowledge

/// The answer to a challenge: the value of `Authorization` (RFC 7616 §3.4).
///
/// The password is not in it, but everything else that the response was computed from is: who reads
/// it can try passwords for as long as he likes.
public struct DigestCredentials: Sendable, Hashable, Codable {
  public var username: String
  public var realm: String
  public var nonce: String
  /// What the request was for.
  public var uri: String
  public var algorithm: DigestAlgorithm
  /// The client's once-only value.
  public var clientNonce: String
  /// How many requests have used the nonce, this one included.
  public var nonceCount: UInt32
  public var opaque: String?
  /// The proof: hexadecimal digits in lower case.
  public var response: String

  /// Answers a challenge.
  ///
  /// - Throws: libcrypto's refusal, e.g. of MD5 where it is switched off.
  public init(
    answering challenge: DigestChallenge, username: String, password: String, method: String,
    uri: String, clientNonce: String, nonceCount: UInt32 = 1
  ) throws(CryptoError) {
    self.username = username
    self.uri = uri
    self.clientNonce = clientNonce
    self.nonceCount = nonceCount
    realm = challenge.realm
    nonce = challenge.nonce
    opaque = challenge.opaque
    algorithm = challenge.algorithm
    response = ""
    response = try expectedResponse(password: password, method: method)
  }

  /// Reads a header's value.
  public init(parsing header: String) throws(DigestError) {
    let parameters = try DigestParameters(parsing: header)
    guard try parameters.required("qop").lowercased() == "auth" else {
      throw .unknownQualityOfProtection
    }
    username = try parameters.required("username")
    realm = try parameters.required("realm")
    nonce = try parameters.required("nonce")
    uri = try parameters.required("uri")
    algorithm = try DigestAlgorithm(parameter: parameters["algorithm"])
    clientNonce = try parameters.required("cnonce")
    let count = try parameters.required("nc")
    guard count.utf8.count == 8, let number = [UInt8](hex: count), number.count == 4 else {
      throw .missing(parameter: "nc")
    }
    nonceCount = number.reduce(0) { $0 << 8 | UInt32($1) }
    opaque = parameters["opaque"]
    response = try parameters.required("response").lowercased()
  }

  /// The value as a header holds it.
  public var headerValue: String {
    var fields = [
      "username=\(username.quoted)", "realm=\(realm.quoted)", "nonce=\(nonce.quoted)",
      "uri=\(uri.quoted)", "response=\(response.quoted)", "algorithm=\(algorithm.rawValue)",
      "cnonce=\(clientNonce.quoted)", "qop=auth", "nc=\(nonceCountText)",
    ]
    if let opaque { fields.append("opaque=\(opaque.quoted)") }
    return "Digest " + fields.joined(separator: ", ")
  }

  /// The response that a password gives: KD(H(A1), nonce:nc:cnonce:qop:H(A2)) (RFC 7616 §3.4.1).
  public func expectedResponse(
    password: String, method: String
  ) throws(CryptoError) -> String {
    let secret = try digest("\(username):\(realm):\(password)")
    let request = try digest("\(method):\(uri)")
    return try digest("\(secret):\(nonce):\(nonceCountText):\(clientNonce):auth:\(request)")
  }

  /// Holds the response against the one that a password gives.
  public func verifyResponse(password: String, method: String) throws(CryptoError) -> Check {
    let expected = Array(try expectedResponse(password: password, method: method).utf8)
    let found = Array(response.utf8)
    let fits = constantTimeEqual(expected, found)
    return Check(
      .digestResponse, fits ? .passed : .failed(Check.Failure(reason: "mismatch")),
      RFCSection(7616, "3.4.1"),
      compared: [Check.Compared("expected", expected), Check.Compared("found", found)])
  }

  private var nonceCountText: String {
    let digits = String(nonceCount, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private func digest(_ text: String) throws(CryptoError) -> String {
    try algorithm.hash.digest(Array(text.utf8)).hex
  }
}

extension Check.Name {
  /// The response to a digest challenge fits the password.
  public static let digestResponse = Check.Name(rawValue: "digest.response")
}
