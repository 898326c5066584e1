/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/machine.h"

#include <algorithm>
#include <deque>
#include <latch>
#include <optional>
#include <thread>

#include "vmm/bus.h"
#include "vmm/devices/ioapic.h"
#include "vmm/devices/power.h"
#include "vmm/devices/serial.h"
#include "vmm/event_loop.h"
#include "vmm/guest_memory.h"
#include "vmm/kvm/boot_share.h"
#include "vmm/kvm/doorbells.h"
#include "vmm/kvm/msi_router.h"
#include "vmm/kvm/vcpu.h"
#include "vmm/kvm/vcpu_thread.h"
#include "vmm/kvm/vm.h"
#include "vmm/lifetime.h"
#include "vmm/pci/pci_host.h"
#include "vmm/virtio/console.h"
#include "vmm/virtio/virtio_pci.h"
#include "vmm/x86/acpi.h"
#include "vmm/x86/acpi_fault.h"
#include "vmm/x86/apic_id.h"
#include "vmm/x86/boot_params.h"
#include "vmm/x86/cpu_state.h"
#include "vmm/x86/cpuid.h"
#include "vmm/x86/cpuid_fault.h"
#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

class KvmMachine final : public Machine {
public:
	KvmMachine(MachineListener &listener, GuestMemory memory, Vm vm)
		: listener_(listener), memory_(std::move(memory)), vm_(std::move(vm)),
		  msi_(vm_, layout::kIoApicPins), doorbells_(vm_), lifetime_([this] { kick(); })
	{}
	~KvmMachine() override { stop(); }

	Result<void> wire(const MachineConfig &config);

	Result<void> start() override;
	MachineExit wait(std::chrono::steady_clock::time_point deadline) override
	{
		return lifetime_.wait(deadline);
	}
	void balance_boot(bool booting) override { boot_share_->balance(booting); }
	void stop() override;
	bool port_input(ConsolePort port, std::span<const std::byte> bytes) override
	{
		return console_->input(port, bytes);
	}
	void port_resize(uint16_t columns, uint16_t rows) override
	{
		console_->resize(columns, rows);
	}
	MachineReport report() const override;

private:
	Result<void> wire_devices();
	Result<void> wire_pci(const MachineConfig &config);
	Result<void> load(const MachineConfig &config);
	Result<void> create_vcpus(const MachineTopology &topology, const Placement &placement);
	void kick();

	MachineListener &listener_;
	GuestMemory memory_;
	Vm vm_;
	KvmMsiRouter msi_;
	KvmDoorbells doorbells_;
	Bus ports_;
	Bus mmio_;
	std::shared_ptr<IoApic> ioapic_;
	std::unique_ptr<InterruptLine> serial_irq_;
	std::shared_ptr<Serial> serial_;
	PciHost pci_;
	std::unique_ptr<VirtioConsole> console_;
	LoadedKernel kernel_ = {};
	std::vector<Vcpu> vcpus_;
	std::string stop_states_;
	std::latch gate_ = std::latch(1);
	Lifetime lifetime_;
	/* These members own threads. */
	std::unique_ptr<EventLoop> loop_;
	std::deque<VcpuThread> threads_;
	std::optional<BootShare> boot_share_;
};

Result<void> KvmMachine::wire(const MachineConfig &config)
{
	loop_ = KTSTR_TRY(EventLoop::create());
	KTSTR_TRY(wire_devices());
	KTSTR_TRY(wire_pci(config));
	ports_.freeze();
	mmio_.freeze();
	KTSTR_TRY(load(config));
	return create_vcpus(config.topology, config.placement);
}

Result<void> KvmMachine::wire_devices()
{
	ioapic_ = std::make_shared<IoApic>(
		layout::kIoApicPins, layout::kIoApicId,
		[this](const MsiMessage &message) { vm_.signal_msi(message); });
	serial_irq_ = std::make_unique<IoApicPin>(*ioapic_, layout::kCom1Irq);
	serial_ = std::make_shared<Serial>(*serial_irq_, [this](std::span<const std::byte> bytes) {
		lifetime_.note_output();
		listener_.serial_output(bytes);
	});
	auto power = std::make_shared<PowerDevice>([this](PowerDevice::Event event) {
		bool off = event == PowerDevice::Event::off;
		lifetime_.end(off ? MachineExit::power_off : MachineExit::reset, {});
	});
	KTSTR_TRY(mmio_.add(layout::kIoApic, IoApic::kSize, ioapic_));
	KTSTR_TRY(ports_.add(layout::kCom1, Serial::kSize, serial_));
	return ports_.add(layout::kPower, PowerDevice::kSize, power);
}

Result<void> KvmMachine::wire_pci(const MachineConfig &config)
{
	auto output = [this](ConsolePort port, std::span<const std::byte> bytes) {
		lifetime_.note_output();
		return listener_.port_output(port, bytes);
	};
	console_ =
		KTSTR_TRY(VirtioConsole::create(pci_, memory_, msi_, doorbells_, *loop_, output));
	for (const MachineDevice &device : config.devices)
		KTSTR_TRY(add_machine_device(pci_, {memory_, msi_, doorbells_, *loop_}, device));
	/*
	 * Only ECAM. If configuration mechanism #1 answered too, Linux would use it, at two exits
	 * per access.
	 */
	KTSTR_TRY(mmio_.add(PciHost::kEcamBase, PciHost::kEcamSize, pci_.ecam()));
	return mmio_.add(PciHost::kWindowBase, PciHost::kWindowSize, pci_.mmio_window());
}

Result<void> KvmMachine::load(const MachineConfig &config)
{
	kernel_ = KTSTR_TRY(load_kernel(*config.kernel, memory_, config.kaslr, config.seed));

	AcpiConfig acpi;
	acpi.topology = &config.topology;
	acpi.pci_window_base = PciHost::kWindowBase;
	acpi.pci_window_size = PciHost::kWindowSize;
	acpi.ecam_base = PciHost::kEcamBase;
	acpi.ecam_size = PciHost::kEcamSize;
	std::vector<std::byte> tables = build_acpi_tables(layout::kAcpiTables, acpi);
	inject_acpi_fault(config.topology.fault, &tables);
	KTSTR_ASSERT(tables.size() <= layout::kAcpiTablesEnd - layout::kAcpiTables);
	KTSTR_ASSERT(memory_.write_bytes(layout::kAcpiTables, tables));

	BootConfig boot;
	boot.initrd = config.initrd;
	boot.command_line = config.command_line;
	boot.setup_header = config.kernel->setup_header;
	boot.kernel = kernel_;
	boot.acpi_rsdp = layout::kAcpiTables;
	boot.reserved_base = PciHost::kEcamBase;
	boot.reserved_size = PciHost::kEcamSize;
	KTSTR_TRY(write_boot_params(memory_, boot));
	return write_boot_tables(memory_);
}

Result<void> KvmMachine::create_vcpus(const MachineTopology &topology, const Placement &placement)
{
	CpuidMachine cpuid(topology);
	const std::vector<uint32_t> &ids = cpuid.apic_ids;
	std::vector<kvm_cpuid_entry2> supported = KTSTR_TRY(vm_.supported_cpuid());
	CpuidOptions options;
	options.machine = &cpuid;
	options.extended_destination = vm_.wide_destinations();
	options.tsc_deadline = vm_.capability(KVM_CAP_TSC_DEADLINE_TIMER);
	vcpus_.reserve(ids.size());
	for (unsigned i = 0; i < ids.size(); i++) {
		vcpus_.push_back(KTSTR_TRY(Vcpu::create(vm_, i, ids[i])));
		options.vcpu = i;
		std::vector<kvm_cpuid_entry2> leaves = make_cpuid(supported, options);
		inject_cpuid_fault(topology.fault, i + 1 == ids.size(), &leaves);
		KTSTR_TRY(vcpus_[i].set_cpuid(std::move(leaves)));
		KTSTR_TRY(vcpus_[i].set_msrs(boot_msrs()));
		VcpuThread::Context context{ports_, mmio_,
					    [this](MachineExit exit, std::string detail) {
						    lifetime_.end(exit, std::move(detail));
					    },
					    [this] { lifetime_.note_entry(); }};
		if (i < placement.vcpu_cpus.size())
			context.host_cpu = placement.vcpu_cpus[i];
		threads_.emplace_back(vcpus_[i], std::move(context));
	}
	boot_share_.emplace(threads_, unsigned(ids.size()), std::thread::hardware_concurrency());
	bool x2apic = cpuid.last_apic_id >= layout::kFirstX2apicId;
	kvm_sregs sregs = KTSTR_TRY(vcpus_[0].special_registers());
	KTSTR_TRY(vcpus_[0].set_registers(boot_regs(kernel_.entry), boot_sregs(sregs, x2apic)));
	return VcpuThread::install_kick_signal();
}

Result<void> KvmMachine::start()
{
	KTSTR_TRY(loop_->start());
	for (VcpuThread &thread : threads_)
		thread.start(gate_);
	/* From here on vCPU threads may end the machine and kick each other. */
	gate_.count_down();
	return {};
}

void KvmMachine::kick()
{
	for (VcpuThread &thread : threads_)
		thread.request_stop();
}

void KvmMachine::stop()
{
	lifetime_.end(MachineExit::stopped, {});
	for (VcpuThread &thread : threads_)
		thread.join();
	/* After the vCPUs, so that the loop still processes what they queued last. */
	if (loop_)
		loop_->stop();
	/* The guest did not end on its own; the registers show where it was. */
	MachineReport report;
	lifetime_.describe(report);
	if (stop_states_.empty() && report.exit == MachineExit::stopped)
		for (Vcpu &vcpu : vcpus_)
			stop_states_ += (stop_states_.empty() ? "" : "; ") + vcpu.describe();
}

MachineReport KvmMachine::report() const
{
	MachineReport report;
	lifetime_.describe(report);
	if (report.detail.empty())
		report.detail = stop_states_;
	report.notes = memory_.notes();
	for (const VcpuThread &thread : threads_) {
		if (std::string problem = thread.pin_problem(); !problem.empty())
			report.notes.push_back(std::move(problem));
	}
	report.unclaimed_accesses = ports_.unclaimed() + mmio_.unclaimed();
	report.first_unclaimed_address =
		ports_.unclaimed() ? ports_.first_unclaimed() : mmio_.first_unclaimed();
	report.kernel_physical_base = kernel_.physical_base;
	report.kernel_virtual_offset = kernel_.virtual_offset;
	return report;
}

MemoryPlacement memory_placement(const MachineConfig &config)
{
	MemoryPlacement memory = {config.placement.huge_pages, {}};
	const std::vector<int> &hosts = config.placement.node_hosts;

	for (const NodeMemoryRange &range : node_memory_ranges(config.topology)) {
		if (range.node < hosts.size() && hosts[range.node] >= 0)
			memory.parts.push_back(
				{range.file_offset, range.size, unsigned(hosts[range.node])});
	}
	return memory;
}

} /* namespace */

Result<std::unique_ptr<Machine>> Machine::create(const MachineConfig &config,
						 MachineListener &listener)
{
	KTSTR_TRY(check_machine_topology(config.topology));
	KTSTR_ASSERT(config.kernel);
	std::vector<uint32_t> ids = apic_ids(config.topology);
	uint32_t highest = *std::max_element(ids.begin(), ids.end());
	GuestMemory memory = KTSTR_TRY(
		GuestMemory::create(config.topology.memory_bytes(), memory_placement(config)));
	Vm vm = KTSTR_TRY(
		Vm::create(memory, layout::kIoApicPins, unsigned(ids.size()), highest + 1));
	auto machine = std::make_unique<KvmMachine>(listener, std::move(memory), std::move(vm));
	KTSTR_TRY(machine->wire(config));
	return std::unique_ptr<Machine>(std::move(machine));
}

} /* namespace ktstr */
