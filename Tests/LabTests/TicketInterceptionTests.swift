import Eavesdropper
import Interceptor
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("Who has the key of the tickets stands for the server before a client that resumes")
struct TicketInterceptionTests {
  /// After one session, with somebody in between whose certificate nobody trusts.
  private func lab(_ version: String) throws -> Lab {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.set("server.tickets", to: "on")
    try lab.connect([("kx", "ecdhe")])
    try lab.intercept(with: .ownAuthority)
    return lab
  }

  @Test("it is asked for no certificate, and reads", arguments: ["1.2", "1.3"])
  func resumes(version: String) throws {
    var lab = try lab(version)
    try lab.connect([("kx", "ecdhe"), ("resume", "S1")])
    #expect(lab.sessions.last?.outcome == .refused)
    try lab.compromise(.ticketKey)
    #expect(lab.prospects.asServer == nil)
    #expect(lab.prospects.whereResumed == .ticketKey)
    try lab.connect([("kx", "ecdhe"), ("resume", "S1")])
    let session = try #require(lab.sessions.last)
    #expect(session.outcome == .fooled)
    #expect(session.facts(on: .clientSide).certificates.isEmpty)
    #expect(session.interceptor?.read.isEmpty == false)
    try lab.expectPredictionHolds()
    // Who resumes nothing asks for one.
    try lab.connect([("kx", "ecdhe")])
    #expect(lab.sessions.last?.outcome == .refused)
  }

  @Test("another key than that of the ticket is of no use", arguments: ["1.2", "1.3"])
  func otherKey(version: String) throws {
    var lab = try lab(version)
    _ = try lab.renew(.ticketKey)
    try lab.compromise(.ticketKey)
    try lab.connect([("kx", "ecdhe"), ("resume", "S1")])
    #expect(lab.sessions.last?.outcome == .refused)
    #expect(lab.prospects.whereResumed == nil)
  }

  @Test("so does who has the key of that one ticket, whatever the certificate is")
  func keyOfTheTicket() throws {
    var lab = try lab("1.3")
    try lab.intercept(with: nil)
    try lab.connect([("kx", "ecdhe")])
    try lab.intercept(with: .ownAuthority)
    try lab.compromise(.preSharedKey, of: "S1")
    #expect(lab.prospects.asServer == nil && lab.prospects.whereResumed == .key(session: "S1"))
    try lab.connect([("kx", "ecdhe"), ("resume", "S1")])
    let session = try #require(lab.sessions.last)
    #expect(session.outcome == .fooled && session.facts(on: .clientSide).certificates.isEmpty)
    #expect(session.interceptor?.read.isEmpty == false)
    // That of another ticket is none of its business.
    try lab.connect([("kx", "ecdhe"), ("resume", "S2")])
    #expect(lab.sessions.last?.outcome == .refused)
  }
}
