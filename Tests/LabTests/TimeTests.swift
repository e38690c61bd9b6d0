import CryptoPrimitives
import Eavesdropper
import Foundation
import Knowledge
import TLSKeys
import TLSWire
import Testing
import X509

@testable import Lab

@Suite("Keys take turns, and time passes")
struct TimeTests {
  private static let day: Int64 = 86_400

  private func states(_ lab: Lab) -> [VaultState] { lab.sessions.map(lab.vaultState) }

  /// An RSA session under each of three keys.
  private func renewedTwice() throws -> Lab {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    for _ in 0..<2 {
      try lab.wait(30 * Self.day)
      _ = try lab.renew(.serverKey)
      try lab.connect([("kx", "rsa")])
    }
    return lab
  }

  @Test("The theft of each of the server's keys opens the sessions of its time alone")
  func eachKeyOpensItsTime() throws {
    let lab = try renewedTwice()
    #expect(lab.lootNames.prefix(3).map(\.word) == ["server.key-1", "server.key-2", "server.key"])
    for number in 1...3 {
      var thief = lab
      try thief.compromise(.serverKey, number: number)
      let open = (1...3).map { $0 == number ? VaultState.open : .sealed }
      #expect(states(thief) == open)
      // What follows by name agrees with what the attempt says.
      for session in thief.sessions {
        let known = thief.closure(of: session, on: .direct).known
        let isOpen = thief.vaultState(of: session) == .open
        #expect(known.contains(.applicationData(.client)) == isOpen, "\(session.id)")
      }
      let names = thief.attacker.leaks.compactMap { thief.lootName(of: $0)?.word }
      #expect(Set(names) == [LootName(.serverKey, number: number == 3 ? nil : number).word])
    }
    var thief = lab
    try thief.compromise(.serverKey)
    #expect(states(thief) == [.sealed, .sealed, .open])
    #expect(throws: LabError.noSuchKey(LootName(.serverKey, number: 4), keys: 3)) {
      try thief.compromise(.serverKey, number: 4)
    }
  }

  @Test("A key that was stolen before stays what it is when another is put in force")
  func stolenBefore() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.compromise(.serverKey)
    _ = try lab.renew(.serverKey)
    try lab.connect([("kx", "rsa")])
    #expect(states(lab) == [.open, .sealed])
    #expect(lab.attacker.leaks.compactMap { lab.lootName(of: $0)?.number }.allSatisfy { $0 == 1 })
    #expect(throws: LabError.noSuchLeak("server.key")) { try lab.forget(.serverKey) }
    try lab.forget(.serverKey, number: 1)
    #expect(states(lab) == [.sealed, .sealed])
  }

  @Test("OpenSSL takes the old certificate in its time, and the new one in its own, under one root")
  func opensslVerifies() throws {
    var lab = try renewedTwice()
    let root = try lab.world.authority().certificate
    let first = try #require(lab.world.retired(.serverRSA, 1)?.certificate)
    let last = try #require(try lab.world.serverIdentity(.serverRSA).chain.first)
    #expect(first.publicKey != last.publicKey && first.serial != last.serial)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-time-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ certificate: Certificate, _ name: String) throws -> String {
      let file = folder.appendingPathComponent(name)
      let lines = Data(certificate.der).base64EncodedString(options: .lineLength64Characters)
      try Data("-----BEGIN CERTIFICATE-----\n\(lines)\n-----END CERTIFICATE-----\n".utf8)
        .write(to: file)
      return file.path
    }
    let trusted = try write(root, "root.pem")
    func verifies(_ certificate: Certificate, _ name: String, at seconds: Int64) throws -> Bool {
      let file = try write(certificate, name)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        "openssl", "verify", "-attime", "\(seconds)", "-CAfile", trusted, file,
      ]
      (process.standardOutput, process.standardError) = (Pipe(), Pipe())
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
    let start = lab.world.beginningInSeconds
    #expect(try verifies(first, "first.pem", at: start))
    #expect(try !verifies(first, "first.pem", at: start + 361 * Self.day))
    #expect(try !verifies(last, "last.pem", at: start))
    #expect(try verifies(last, "last.pem", at: start + 361 * Self.day))
  }

  @Test("A ticket of before the rotation is not taken, and its key opens the sessions of its time")
  func rotation() throws {
    var lab = try preparedLab()
    try lab.set("server.tickets", to: "on")
    try lab.connect([("kx", "ecdhe")])
    try lab.connect([("kx", "ecdhe"), ("resume", "S1")])
    _ = try lab.renew(.ticketKey)
    try lab.connect([("kx", "ecdhe"), ("resume", "S1")])
    let resumed = lab.sessions.map { $0.facts(on: .direct).isResumed }
    #expect(resumed == [false, true, false])
    for (number, open) in [(1, [true, true, false]), (2, [false, false, true])] {
      var thief = lab
      try thief.compromise(.ticketKey, number: number)
      #expect(states(thief).map { $0 == .open } == open, "key \(number)")
      for session in thief.sessions {
        let known = thief.closure(of: session, on: .direct).known
        #expect(
          known.contains(.applicationData(.client)) == (thief.vaultState(of: session) == .open),
          "\(session.id), key \(number)")
      }
    }
  }

  @Test("A year is longer than the certificate: clients refuse it until it is renewed")
  func runsOut() throws {
    var lab = try preparedLab()
    #expect(try lab.wait(359 * Self.day).isEmpty)
    let over = try lab.wait(2 * Self.day)
    #expect(over.map(\.thing) == [.serverCertificate])
    try lab.connect()
    #expect(lab.sessions.last?.failure?.alert.description == .certificateExpired)
    _ = try lab.renew(.serverKey)
    try lab.connect()
    #expect(lab.sessions.last?.outcome == .established)
    // The root runs out, too, and comes with the next renewal.
    #expect(try lab.wait(3650 * Self.day).map(\.thing).contains(.authority))
    #expect(try lab.renew(.serverKey).renewsAuthority)
    try lab.connect()
    #expect(lab.sessions.last?.outcome == .established)
  }

  @Test("A client that pins the first key refuses the second, whatever its authority says")
  func pinned() throws {
    var lab = try preparedLab()
    try lab.set("client.check.pin", to: "on")
    try lab.connect()
    _ = try lab.renew(.serverKey)
    try lab.connect()
    #expect(lab.sessions.map(\.outcome) == [.established, .refused])
  }

  @Test("With an old key one passes for the server as long as its certificate is good")
  func posingWithAnOldKey() throws {
    var lab = try preparedLab()
    _ = try lab.renew(.serverKey)
    try lab.compromise(.serverKey, number: 1)
    #expect(lab.prospects.asServer == .certificate(.stolen))
    try lab.wait(361 * Self.day)
    #expect(lab.prospects.asServer == nil)
    #expect(!lab.prospects.listening.isEmpty)
  }

  @Test("Later data is later, and a message says so")
  func laterData() throws {
    var lab = try preparedLab()
    try lab.connect([("scenario", "echo")])
    let before = try #require(lab.sessions.last?.now)
    try lab.wait(30 * Self.day)
    try lab.send("still here", from: .client)
    let after = try #require(lab.sessions.last?.now)
    #expect(after - before >= 30 * Self.day * 1_000_000)
    #expect(lab.sessions.last?.beginning ?? 0 < before)
  }

  @Test("A saved lab keeps keys, times and thefts; a reset brings the first key back")
  func savedAndReset() throws {
    var lab = try renewedTwice()
    _ = try lab.renew(.ticketKey)
    try lab.compromise(.serverKey, number: 2)
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-time-\(UUID().uuidString).tlslab")
    defer { try? FileManager.default.removeItem(at: file) }
    try SavedLab.write(lab, to: file)
    var read = try SavedLab.read(file)
    #expect(read.now == lab.now && read.world.events == lab.world.events)
    #expect(states(read) == [.sealed, .open, .sealed])
    #expect(read.timelines.first?.stops == lab.timelines.first?.stops)
    try read.compromise(.serverKey)
    try lab.compromise(.serverKey)
    #expect(read.attacker == lab.attacker)

    lab.reset()
    var fresh = Lab(seed: 7)
    #expect(lab.now == fresh.now && lab.world.events.isEmpty)
    #expect(
      try lab.world.serverIdentity(.serverRSA).key.der
        == fresh.world.serverIdentity(.serverRSA).key.der)
    #expect(try lab.world.authority().certificate == fresh.world.authority().certificate)
  }

  @Test("No length of time traps, and the calendar has an end")
  func absurd() throws {
    var lab = Lab(seed: 7)
    for seconds in [Int64.min, -1, 0, 74 * 366 * Self.day, .max / 1_000_000, .max] {
      #expect(throws: LabError.beyondCalendar) { try lab.wait(seconds) }
    }
    try lab.wait(73 * 365 * Self.day)
    #expect(throws: LabError.beyondCalendar) { try lab.wait(2 * 365 * Self.day) }
    try lab.connect()
    #expect(lab.sessions.last?.outcome == .refused)
    for text in ["server.key-0", "server.key--1", "server.key-", "-1", "ca.key-1", "psk-1", ""] {
      #expect(LootName(text) == nil)
    }
    #expect(LootName("server.key-99999999999999999999") == nil)
    for text in ["", "/", "a/", "a/b", "a/0", "/2", "server-rsa/99999999999999999999"] {
      #expect(KeyLabel(reading: text).number >= 0)
    }
  }
}

@Suite("The timeline is what was tried")
struct TimelineTests {
  @Test("Each lane is the matrix of one key; the picture knows where it was in force, and stolen")
  func lanes() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.connect([("kx", "ecdhe")])
    try lab.wait(86_400)
    _ = try lab.renew(.serverKey)
    try lab.connect([("kx", "rsa")])
    try lab.compromise(.serverKey, number: 1)
    let timeline = try #require(lab.timelines.first)
    #expect(lab.timelines.count == 1 && timeline.clock == .world)
    #expect(
      timeline.stops.map(\.what) == [
        .sessions(["S1"]), .sessions(["S2"]), .renewal(.serverKey, number: 2), .sessions(["S3"]),
        .theft("server.key-1"), .now,
      ])
    #expect(timeline.stops.map(\.state) == [.open, .sealed, nil, .sealed, nil, nil])
    let old = try #require(timeline.lanes.first { $0.word == "server.key-1" })
    #expect(old.opened == [0] && old.reign == 0...2 && old.isRetired && old.theft == 4)
    #expect(old.prospects?.listening.contains { $0.state == .open } == false)
    let new = try #require(timeline.lanes.first { $0.word == "server.key" })
    #expect(new.opened == [3] && new.reign == 2...5 && !new.isRetired && new.theft == nil)
    #expect(new.prospects?.listening.contains { $0.state == .open } == true)
    let computed = try #require(timeline.lanes.first { $0.word == "quantum" })
    #expect(computed.opened == [0, 1, 3])
    // Nothing was stolen for it.
    #expect(lab.attacker.leaks.allSatisfy { lab.lootName(of: $0)?.number == 1 })
  }

  @Test("Harvest now, decrypt later: in ten years all opens but what ML-KEM or a shared key holds")
  func harvest() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.2-1.3")
    for changes in [
      [("version", "1.2"), ("kx", "rsa")], [("version", "1.2"), ("kx", "dhe")],
      [("version", "1.2"), ("kx", "ecdhe")], [("version", "1.3"), ("group", "x25519")],
      [("version", "1.3"), ("group", "X25519MLKEM768")],
      [("version", "1.2"), ("kx", "psk"), ("psk", "ada:0123456789abcdef")],
    ] { try lab.connect(changes) }
    try lab.wait(3650 * 86_400)
    try lab.compromise(.quantum)
    let open = lab.sessions.map { lab.vaultState(of: $0) == .open }
    #expect(open == [true, true, true, true, false, false])
    let timeline = try #require(lab.timelines.first)
    let theft = try #require(timeline.stops.firstIndex { $0.what == .theft("quantum") })
    #expect(timeline.stops.filter { if case .theft = $0.what { true } else { false } }.count == 1)
    let gap = (timeline.stops[theft].time ?? 0) - (timeline.stops[theft - 1].time ?? 0)
    #expect(gap >= 3650 * 86_400 * 1_000_000)
  }

  @Test("Many sessions in a row of which the same is so stand together")
  func grouped() throws {
    var lab = try preparedLab()
    for _ in 0..<20 { try lab.connect([("kx", "rsa")]) }
    for _ in 0..<5 { try lab.connect([("kx", "ecdhe")]) }
    let timeline = try #require(lab.timelines.first)
    #expect(timeline.stops.count == 3)
    #expect(timeline.stops.first?.what == .sessions((1...20).map { "S\($0)" }))
    #expect(timeline.lanes.allSatisfy { $0.states.count == 3 })
  }
}
