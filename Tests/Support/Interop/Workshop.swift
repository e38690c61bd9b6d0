import CryptoPrimitives
import Foundation
import HybridPeer
import InteropPeers
public import Lab
import TLSKeys
import X509

/// What all cells have in common: one lab, whose authority stands behind our certificates and those of
/// the peers, and the files by which the peers know them.
public final class Workshop: Sendable {
  public let lab: Lab
  /// Where the peers find their files, and write.
  let credentials: PeerCredentials
  /// The Python that has the newer OpenSSL.
  let python: URL

  /// The name that the peers' certificates bear.
  private static let serverName = "sip.uc.test"

  public init() throws {
    python = try HybridPeerInstallation.python()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-interop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    credentials = PeerCredentials(folder: folder, serverName: Self.serverName)
    var lab = Lab(seed: 2_026)
    let authority = try lab.authority(World.firmAuthority).authority
    try Self.write(authority.certificate.pem, credentials.ca)
    let now = Int64(Date().timeIntervalSince1970)
    func issue(
      _ key: PrivateKey, _ name: String, _ purpose: CertificatePurpose
    ) throws -> String {
      try authority.issue(
        to: [name], publicKey: key.publicKey, validFrom: now - 86_400, validTo: now + 864_000,
        purposes: [purpose], random: .system
      ).pem
    }
    let rsa = try PrivateKey.makeRSA(bits: 2048, random: .system)
    let ecdsa = try PrivateKey.makeEC(group: .secp256r1, random: .system)
    let client = try PrivateKey.makeRSA(bits: 2048, random: .system)
    try Self.write(try issue(rsa, Self.serverName, .server), credentials.rsaCertificate)
    try Self.write(rsa.pem, credentials.rsaKey)
    try Self.write(try issue(ecdsa, Self.serverName, .server), credentials.ecdsaCertificate)
    try Self.write(ecdsa.pem, credentials.ecdsaKey)
    try Self.write(try issue(client, "ada.uc.test", .client), credentials.clientCertificate)
    try Self.write(client.pem, credentials.clientKey)
    // Keys are made once, and not anew in every cell.
    for kind in ["rsa", "ecdsa"] {
      _ = try lab.makeOutsideServer(
        host: Self.serverName, at: now * 1_000_000, [("server.cert", kind)])
    }
    self.lab = lab
  }

  deinit { try? FileManager.default.removeItem(at: credentials.folder) }

  private static func write(_ text: String, _ file: URL) throws {
    try Data(text.utf8).write(to: file)
  }
}

/// Something that did not come out as the cell wants it.
public struct Disagreement: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
