public import Commands

// What `search` finds among lessons and demonstrations.
extension Course {
  public var findable: [Findable] {
    library.lessons.map { lesson in
      Findable(
        .lesson, lesson.id, about: lesson.title,
        text: lesson.pages.map(\.prose).joined(separator: " "),
        command: "lesson start \(lesson.id)")
    }
      + library.demonstrations.compactMap(demonstration(named:)).map { demonstration in
        Findable(
          .demonstration, demonstration.id, about: demonstration.title,
          text: (demonstration.marks.map(\.name) + demonstration.beats.flatMap(\.say))
            .joined(separator: " "), command: "demo run \(demonstration.id)")
      }
  }
}
