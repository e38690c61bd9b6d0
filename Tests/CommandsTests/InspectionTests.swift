import Foundation
import Screens
import Testing

@testable import Commands

@Suite("What is given to inspect")
struct InspectionTests {
  @Test(
    "Moments, to the second",
    arguments: [
      ("2026-12-31", 1_798_675_200), ("2026-12-31T23:59:59Z", 1_798_761_599),
      ("2026-12-31 23:59:59Z", 1_798_761_599), ("2026-12-31t23:59z", 1_798_761_540),
      ("2026-12-31T23:59:59.75Z", 1_798_761_599), ("2027-01-01T00:59:59+01:00", 1_798_761_599),
      ("2026-12-31T18:59:59-0500", 1_798_761_599), ("20261231235959Z", 1_798_761_599),
      ("@1798761599", 1_798_761_599), ("1970-01-01", 0), ("1969-12-31T23:59:59Z", -1),
      ("2024-02-29", 1_709_164_800), ("0001-01-01", -62_135_596_800),
      ("9999-12-31T23:59:59Z", 253_402_300_799), ("@-1", -1),
    ] as [(String, Int64)])
  func moments(text: String, seconds: Int64) throws {
    #expect(try Moment.seconds(text) == seconds)
  }

  @Test(
    "What is no moment, or leaves its zone open, is refused",
    arguments: [
      "", "tomorrow", "2026-02-30", "2026-13-01", "2026-1-1", "2026-12-31T24:00:00Z",
      "2026-12-31T23:60:00Z", "2026-12-31T23:59:60Z", "2026-12-31T23:59:59", "2026-12-31T", "T",
      "2026-12-31TZ", "@", "@x", "@99999999999999", "0000-01-01", "20260230000000Z",
      "2026-12-31T1:2Z",
      "2026-12-31T23:59:59+1:00", "-2026-12-31",
    ])
  func noMoments(text: String) {
    let error = #expect(throws: CommandError.self) { try Moment.seconds(text) }
    #expect(error?.status == .usage)
  }

  @Test(
    "A host alone is taken",
    arguments: [
      "a.example", "192.0.2.1", "2001:db8::1", "::1", "téléfon.example", "*.example", "a.example.",
    ])
  func hosts(text: String) throws {
    #expect(try WantedHost.name(text) == text)
  }

  @Test(
    "What is more than a host is refused, with the host in it",
    arguments: [
      ("https://a.example/b?c", "a.example"), ("sips://u@a.example:5061", "a.example"),
      ("a.example:443", "a.example"), ("[2001:db8::1]", "2001:db8::1"),
      ("[2001:db8::1]:443", "2001:db8::1"), ("a.example/b", "a.example"),
      ("https://[2001:db8::1]:8443/", "2001:db8::1"), ("192.0.2.1:443", "192.0.2.1"),
      (".w.example", "w.example"), ("a..example", "a.example"), ("a b.example", "ab.example"),
    ])
  func noHosts(text: String, host: String) {
    let error = #expect(throws: CommandError.self) { try WantedHost.name(text) }
    #expect(error?.meant == "--host \(host)" && error?.status == .usage)
  }

  @Test("No host is refused too", arguments: ["", " ", "\t"])
  func empty(text: String) {
    let error = #expect(throws: CommandError.self) { try WantedHost.name(text) }
    #expect(error?.status == .usage)
  }
}
