import Foundation
import Soak

/// `Benchmarks soak`: thousands of visits in one process.
enum Soaking {
  /// Ends the program: with 1 where a visit failed, a descriptor stayed open, or the memory grew.
  static func run(visits: Int) throws -> Never {
    print("\(visits) visits of libssl's client to 'listen', TLS 1.2 and 1.3 in turns")
    print(column("visits", 8), column("memory", -10), column("descriptors", -12))
    let soak = try Soak(visits: visits) { reading in
      let megabytes = decimal(Double(reading.memory) / 1_048_576, 1)
      print(
        column("\(reading.visits)", 8), column("\(megabytes) MiB", -10),
        column("\(reading.descriptors)", -12))
    }
    let growth = Double(soak.growth) / 1_048_576
    print(
      "failed: \(soak.failures), descriptors left open: \(soak.leaked), grown in the second half:"
        + " \(decimal(growth, 1)) MiB")
    exit(soak.failures == 0 && soak.leaked <= 0 && growth < 8 ? 0 : 1)
  }
}
