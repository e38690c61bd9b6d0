public import Captures
import Explanations
public import Lab
import Network
import Screens

extension Session {
  /// What the tap copied, as a capture that other programs open: TCP and IP around the recorded
  /// bytes, beside its packets what each message is and is for, and the secrets, if they are wanted.
  ///
  /// - Parameters:
  ///   - media: the sound of the call that was set up in it, which passed the same tap.
  ///   - log: the secrets, where they are others than its steps made (``Lab/keyLog(of:)``).
  /// - Returns: nil when nothing was recorded.
  public func capture(
    withSecrets: Bool, media: CallMedia? = nil, keyLog log: KeyLog? = nil
  ) -> Pcapng? {
    guard let packets = packets(withSecrets: withSecrets, media: media) else { return nil }
    let name = (withSecrets ? self : heard).serverName
    return .of(
      packets,
      comment: "\(id) of tlslab: \(name); "
        + said(.page, outside == nil ? "capture.simulated" : "capture.real"),
      keyLog: withSecrets ? log ?? keyLog : nil)
  }

  /// - Returns: nil when nothing was recorded.
  fileprivate func packets(withSecrets: Bool, media: CallMedia?) -> [Packet]? {
    let session = withSecrets ? self : heard
    let recordings = wires.compactMap { wire in
      recording(on: wire).flatMap { $0.isEmpty ? nil : (wire, $0) }
    }
    // What was said in the open was copied like the rest.
    let open = talk?.isRecorded == true ? talk : nil
    guard !recordings.isEmpty else { return nil }
    var packets: [Packet] = []
    for (wire, recording) in recordings {
      guard var framing = PacketFraming(recording.flow) else { continue }
      let preface =
        outside?.preface ?? (wire == clientWire && !isInTheOpen ? open?.segments ?? [] : [])
      let start = (preface.first ?? recording.segments.first)?.time ?? 0
      framing.open(
        at: start, comment: said(.page, "capture.framing", ["session": id]))
      for segment in preface {
        framing.send(segment, comment: said(.page, "capture.open"))
      }
      var comments = MessageComments(session, on: wire)
      for segment in recording.segments {
        framing.send(
          segment,
          comment: isInTheOpen ? said(.page, "capture.plain") : comments.comment(on: segment))
      }
      if outcome == .closed, let end = recording.segments.last?.time { framing.close(at: end) }
      packets += framing.packets
    }
    return packets + (media?.packets ?? [])
  }
}

extension Lab {
  /// The recordings of all sessions as one capture, with the secrets that are known of them, if those are
  /// wanted.
  ///
  /// - Returns: nil when nothing was recorded.
  public func capture(withSecrets: Bool) -> Pcapng? {
    var packets: [Packet] = []
    var log = KeyLog()
    var recorded: [String] = []
    for session in sessions {
      guard
        let found = session.packets(withSecrets: withSecrets, media: media(of: session))
      else { continue }
      packets += found
      log.add(keyLog(of: session))
      recorded.append(session.id)
    }
    guard !recorded.isEmpty else { return nil }
    return .of(
      packets, comment: "\(recorded.joined(separator: ", ")) of tlslab",
      keyLog: withSecrets ? log : nil)
  }
}

extension Pcapng {
  fileprivate static func of(_ packets: [Packet], comment: String, keyLog: KeyLog?) -> Pcapng {
    // Stable, so that packets of one moment stay in their order.
    let sorted = packets.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    var file = Pcapng(comment: comment, keyLog: keyLog)
    for (_, packet) in sorted { file.add(packet) }
    return file
  }
}

extension CallMedia {
  /// The datagrams as packets, each with a word of what it is.
  fileprivate var packets: [Packet] {
    guard let framing = DatagramFraming(flow) else { return [] }
    let comment = said(.page, protection == .rtp ? "capture.rtp" : "capture.srtp")
    return datagrams.compactMap {
      framing.packet($0.bytes, $0.direction, at: $0.time, comment: comment)
    }
  }
}
