/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/pipe_work.h"

#include <unistd.h>

#include <cerrno>

#include "init/work/compute.h"

namespace ktstr {

namespace {

/* One message goes back and forth; the worker with the even number sends it first. */
class Partner {
public:
	explicit Partner(Worker &worker) : worker_(worker), own_(worker.number())
	{
		if (partner() < worker.team().size())
			return;
		errno = EINVAL;
		worker.fail("a worker without a partner");
	}

	template <typename Answer>
	[[noreturn]] void play(Answer &&answer)
	{
		if (own_ % 2 == 0)
			send();
		for (;;) {
			receive();
			answer();
			worker_.iteration();
			send();
		}
	}

private:
	unsigned partner() const { return own_ ^ 1; }

	void send()
	{
		uint64_t now = work_clock_ns();

		/* A write this small is atomic (PIPE_BUF), and the pipe has room for it. */
		if (write(worker_.team().pipe(partner()).writer.get(), &now, sizeof(now)) !=
		    sizeof(now))
			worker_.fail("write to the partner's pipe");
	}

	void receive()
	{
		uint64_t sent;

		if (read(worker_.team().pipe(own_).reader.get(), &sent, sizeof(sent)) !=
		    sizeof(sent))
			worker_.fail("read from the worker's pipe");
		worker_.woke(sent);
	}

	Worker &worker_;
	unsigned own_;
};

} /* namespace */

void do_work(Worker &worker, const PipeIo &work)
{
	Partner(worker).play([&] { worker.burn_us(work.burst_us); });
}

void do_work(Worker &worker, const CachePipe &work)
{
	Partner partner(worker);
	WorkMemory memory(size_t(work.kib) * 1024);

	if (!memory.start())
		worker.fail("map memory to work on");
	worker.owns_memory(memory.start(), memory.bytes());
	partner.play([&] { memory.write(work.stride); });
}

} /* namespace ktstr */
