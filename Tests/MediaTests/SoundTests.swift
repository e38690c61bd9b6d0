import Applications
import Bytes
import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing

@testable import Media

@Suite("Sound: G.711, phrases, files, columns")
struct SoundTests {
  private static let every = Array(Int16.min...Int16.max)

  @Test(
    "Codes stand for the samples that Python's audioop has",
    arguments: [
      (G711.muLaw, "3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827"),
      (.aLaw, "e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174"),
    ])
  func decoding(law: G711, digest: String) throws {
    let bytes = law.decode(UInt8.min...UInt8.max).flatMap { sample in
      [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
    }
    #expect(try HashAlgorithm.sha256.digest(bytes).hex == digest)
  }

  @Test(
    "Samples get the codes that Python's audioop has, negative ones those of their mirror",
    arguments: [
      (G711.muLaw, "912062bf9c931c7ebc1dc1fd1d74faf0cfefcd47e8408a3ed4d07aa59f0f1c20"),
      (.aLaw, "b209cb65664652ae64853b1f5ee015be44dba85f3883affd6dae34dc76f3eba0"),
    ])
  func encoding(law: G711, digest: String) throws {
    let positive = Int16(0)...Int16.max
    #expect(try HashAlgorithm.sha256.digest(law.encode(positive)).hex == digest)
    #expect(positive.allSatisfy { law.encode(~$0) == law.encode($0) ^ 0x80 })
    for code in UInt8.min...UInt8.max {
      let sample = law.decode([code])
      #expect(law.decode(law.encode(sample)) == sample)
    }
    #expect(law.decode([law.silence]).allSatisfy { abs($0) <= 8 })
  }

  @Test("ffmpeg takes the same codes, or on the border between two the other one")
  func ffmpeg() throws {
    guard ShellOutput.has("ffmpeg") else { return }
    let folder = try ScratchFolder()
    try folder.write("s.raw", Self.every.flatMap { $0.littleBytes })
    for (law, name) in [(G711.muLaw, "mulaw"), (.aLaw, "alaw")] {
      _ = try ShellOutput.of(
        """
        ffmpeg -v error -f s16le -ar 8000 -ac 1 -i \(folder.path("s.raw")) -c:a pcm_\(name) \
        -f \(name) \(folder.path(name))
        """)
      let theirs = law.decode(try folder.read(name))
      let ours = law.decode(law.encode(Self.every))
      #expect(theirs.count == ours.count)
      let levels = law.decode(UInt8.min...UInt8.max).sorted()
      let differing = zip(theirs, ours).filter { $0 != $1 }
      #expect(differing.count < 1000)
      for (their, our) in differing {
        let between = levels.filter { min(their, our) < $0 && $0 < max(their, our) }
        #expect(between.isEmpty)
      }
    }
  }

  @Test("A phrase is its seed's, and each party has its own")
  func phrases() throws {
    let random = RandomStream.seeded(11)
    let caller = Phrase(.caller, random: random).samples(32_000)
    let called = Phrase(.called, random: random).samples(32_000)
    #expect(caller.count == 32_000)
    #expect(caller == Phrase(.caller, random: random).samples(32_000))
    #expect(caller != called)
    #expect(caller != Phrase(.caller, random: .seeded(12)).samples(32_000))
    #expect(Array(caller.prefix(500)) == Phrase(.caller, random: random).samples(500))
    #expect(Phrase(.caller, random: random).samples(-1).isEmpty)
    // They take turns.
    #expect(called.prefix(8000).allSatisfy { $0 == 0 })
    #expect(caller.max().map { $0 > 5000 } == true)
    // On every machine.
    let bytes = (caller + called).flatMap(\.littleBytes)
    let digest = try HashAlgorithm.sha256.digest(bytes).hex
    #expect(digest == Self.digest)
  }

  private static let digest =
    "5166315f57b2809dbb2e17f60c9af8d2edf5e72628c7acb46370a8cbcd29d706"

  @Test("sox and ffmpeg read the file sample for sample", arguments: [1, 2])
  func file(channels: Int) throws {
    let random = RandomStream.seeded(5)
    let sounds = [
      Phrase(.caller, random: random).samples(12_345),
      Phrase(.called, random: random).samples(9000),
    ]
    let bytes = try #require(WAVFile.bytes(Array(sounds.prefix(channels))))
    let folder = try ScratchFolder()
    try folder.write("call.wav", bytes)
    let expected = (0..<12_345).flatMap { place in
      sounds.prefix(channels).flatMap { place < $0.count ? $0[place].littleBytes : [0, 0] }
    }
    #expect(Array(bytes.dropFirst(44)) == expected)
    let wav = folder.path("call.wav")
    if ShellOutput.has("ffmpeg") {
      _ = try ShellOutput.of("ffmpeg -v error -i \(wav) -f s16le \(folder.path("f"))")
      #expect(try folder.read("f") == expected)
    }
    if ShellOutput.has("sox") {
      _ = try ShellOutput.of("sox \(wav) -t raw \(folder.path("s"))")
      #expect(try folder.read("s") == expected)
      #expect(try ShellOutput.of("soxi -s \(wav)") == "12345")
      #expect(try ShellOutput.of("soxi -r \(wav)") == "8000")
    }
    #expect(WAVFile.bytes([]) == nil)
    #expect(WAVFile.bytes([[], [], []]) == nil)
  }

  @Test("A waveform has the lowest and the highest of each piece")
  func waveform() {
    let waveform = Waveform([0, 5, -7, 3, 100, -32_768, 0, 0], columns: 4)
    #expect(waveform.columns.map(\.low) == [0, -7, -32_768, 0])
    #expect(waveform.columns.map(\.high) == [5, 3, 100, 0])
    #expect(waveform.heights(steps: 8) == [1, 1, 8, 0])
    #expect(Waveform([1], columns: 40).columns.count == 1)
    #expect(Waveform([], columns: 40).columns.isEmpty)
    #expect(Waveform([1], columns: -1).heights(steps: 8).isEmpty)
  }
}

extension Int16 {
  var littleBytes: [UInt8] {
    [UInt8(truncatingIfNeeded: self), UInt8(truncatingIfNeeded: self >> 8)]
  }
}
