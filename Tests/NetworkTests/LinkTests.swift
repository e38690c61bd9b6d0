import Network
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private let flow = Flow.documentation(connection: 1)

@Suite("A link delivers in order after half a round trip, and its tap copies what passes")
struct LinkTests {
  @Test func arrivesAfterHalfARoundTrip() {
    var link = Link(flow: flow, roundTrip: 40_000)
    #expect(link.transmit([1], direction: .clientToServer, at: 1_000) == 21_000)
    #expect(link.recording.segments.map(\.time) == [11_000])
  }

  @Test(arguments: [0, 1, 2, 3, 5, 40_001] as [Int64])
  func bothWaysMakeTheRoundTrip(roundTrip: Int64) {
    var link = Link(flow: flow, roundTrip: roundTrip)
    let there = link.transmit([1], direction: .clientToServer, at: 0)
    #expect(link.transmit([2], direction: .serverToClient, at: there) == roundTrip)
  }

  @Test func keepsTheOrderOfADirection() {
    var link = Link(flow: flow)
    let first = link.transmit([1], direction: .clientToServer, at: 500)
    let second = link.transmit([2], direction: .clientToServer, at: 100)
    #expect(second >= first)
    #expect(link.recording.bytes(.clientToServer) == [1, 2])
  }

  @Test func recordsDirectionsByTheTimeOfPassage() {
    var link = Link(flow: flow)
    link.transmit([2], direction: .serverToClient, at: 200)
    link.transmit([1], direction: .clientToServer, at: 100)
    #expect(link.recording.segments.map(\.bytes) == [[1], [2]])
    #expect(link.recording.bytes(.serverToClient) == [2])
  }

  @Test func aTapThatIsOffCopiesNothingAndDelaysNothing() {
    var tapped = Link(flow: flow)
    var untapped = Link(flow: flow, isTapOn: false)
    let times = [0, 70, 20] as [Int64]
    for time in times {
      let one = tapped.transmit([7], direction: .clientToServer, at: time)
      let other = untapped.transmit([7], direction: .clientToServer, at: time)
      #expect(one == other)
    }
    #expect(untapped.recording.isEmpty)
    #expect(tapped.recording.bytes(.clientToServer) == [7, 7, 7])
  }

  @Test func aTapCanBeSwitchedDuringASession() {
    var link = Link(flow: flow)
    link.transmit([1], direction: .clientToServer, at: 0)
    link.isTapOn = false
    link.transmit([2], direction: .clientToServer, at: 1)
    link.isTapOn = true
    link.transmit([3], direction: .clientToServer, at: 2)
    #expect(link.recording.bytes(.clientToServer) == [1, 3])
  }

  @Test func nothingSentIsNothingRecorded() {
    var link = Link(flow: flow)
    link.transmit([], direction: .clientToServer, at: 0)
    #expect(link.recording.isEmpty)
  }

  @Test(arguments: [Int64.min, -1, 0, .max]) func noTimeIsTooStrange(time: Int64) {
    var link = Link(flow: flow, roundTrip: .max)
    link.transmit([1], direction: .clientToServer, at: time)
    link.transmit([1], direction: .serverToClient, at: .max)
    link.transmit([1], direction: .clientToServer, at: time)
    #expect(link.recording.segments.count == 3)
    #expect(Link(flow: flow, roundTrip: .min).roundTrip == 0)
  }

  @Test func survivesBeingSaved() throws {
    var link = Link(flow: flow)
    link.transmit([1, 2], direction: .clientToServer, at: 9)
    let saved = try JSONEncoder().encode(link)
    #expect(try JSONDecoder().decode(Link.self, from: saved) == link)
  }

  @Test(arguments: ["0", "zz", "0x00"]) func aDamagedSegmentIsAnError(digits: String) throws {
    let saved = #"{"direction":"clientToServer","time":1,"bytes":"\#(digits)"}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Segment.self, from: Data(saved.utf8))
    }
  }
}

@Suite("A recording holds the flow and wire bytes, and whether they are all")
struct RecordingTests {
  @Test func hasNoOtherField() {
    let segment = Segment(direction: .clientToServer, time: 1, bytes: [1])
    let recording = Recording(flow: flow, segments: [segment])
    #expect(
      Mirror(reflecting: recording).children.map(\.label) == ["flow", "segments", "isPartial"])
    #expect(Mirror(reflecting: segment).children.map(\.label) == ["direction", "time", "_bytes"])
  }

  @Test(arguments: [-1, 0, 1, 16_384, Int.max]) func usesDocumentationAddresses(connection: Int) {
    let flow = Flow.documentation(connection: connection)
    #expect(flow.sender(.clientToServer).ip.hasPrefix("192.0.2."))
    #expect(flow.receiver(.clientToServer).ip.hasPrefix("203.0.113."))
    #expect(flow.client.port >= 0xc000)
  }
}

@Suite("The simulated clock moves only forward and only when told")
struct SimulatedClockTests {
  @Test func moves() {
    var clock = SimulatedClock.seededStart
    #expect(clock.seconds == 1_767_225_600)
    clock.advance(by: 1_500_000)
    #expect(clock.seconds == 1_767_225_601)
    clock.advance(to: 0)
    clock.advance(by: -1)
    #expect(clock.now == 1_767_225_601_500_000)
    clock.advance(by: .max)
    #expect(clock.now == .max)
  }

  @Test func countsSecondsBefore1970() {
    #expect(SimulatedClock(now: -1).seconds == -1)
    #expect(SimulatedClock(now: -1_000_000).seconds == -1)
    #expect(SimulatedClock(now: -1_000_001).seconds == -2)
    #expect(SimulatedClock(now: .min).seconds < 0)
  }
}
