import Bytes
import OpenSSLProgram
import Probing
import TLSWire
import Testing

@Suite("What a suite is worth, by its name")
struct ProbedSuiteTests {
  /// What OpenSSL prints in a column such as `Kx=RSA`.
  private func column(_ name: String, _ line: Substring) -> String {
    let words = line.split(separator: " ")
    return words.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
      ?? ""
  }

  @Test("OpenSSL says the same of every suite that it knows")
  func openssl() throws {
    let lines = try OpenSSLProgram.text([
      "ciphers", "-stdname", "-v", "ALL:COMPLEMENTOFALL:@SECLEVEL=0",
    ]).split(separator: "\n")
    #expect(lines.count > 100)
    for line in lines where !line.contains("Kx=SRP") {
      let name = String(line.prefix { $0 != " " })
      let number = CipherSuite.names.first { $0.value == name }?.key
      // RFC 6655 turns two names around.
      guard let number else {
        #expect(name.contains("PSK") || name.contains("GOST"), "\(name)")
        continue
      }
      let suite = ProbedSuite(CipherSuite(rawValue: number))
      let expected: ProbedSuite.Exchange =
        switch (column("Kx", line), column("Au", line)) {
        case ("RSA", _): .rsa
        case ("PSK", _), ("RSAPSK", _): .shared
        case ("DHEPSK", _), ("ECDHEPSK", _): .sharedEphemeral
        case (_, "None"): .anonymous
        default: .ephemeral
        }
      #expect(suite.exchange == expected, "\(line)")
      #expect(suite.isNull == (column("Enc", line) == "None"), "\(line)")
      #expect(suite.isAEAD == (column("Mac", line) == "AEAD"), "\(line)")
    }
  }

  @Test("Every offer can be written, and read by the server of the lab's own structures")
  func offers() throws {
    for version in Interview.versions {
      let suites = ProbedSuite.offered(in: version)
      #expect(Set(suites).count == suites.count)
      let offer = ProbeOffer(version, suites, [.x25519, .secp256r1])
      let random = [UInt8](repeating: 9, count: 96)
      let bytes = try offer.record(serverName: "sip.uc.test", random: random)
      var records = RecordReader()
      records.append(bytes)
      let record = try #require(try records.next())
      var messages = HandshakeReader()
      messages.append(record.fragment)
      let hello = try #require(try messages.next()).read(ClientHello.self)
      #expect(hello.cipherSuites.starts(with: suites))
      #expect(hello.legacyVersion == min(version, .tls12))
      #expect(hello.supportedVersions == (version == .tls13 ? [.tls13] : nil))
    }
  }
}
